"""What search stands on: how texts and queries are normalised alike, and how a pole's entry is made.

Every name inside a function is qualified: a restore runs with an empty search_path.
"""

from django.db import migrations

STOP_WORDS = (
    "a au aux avec ce ces cet cette chez d dans de des du elle elles en et eux il ils j je l la le les leur leurs lui "
    "m ma mais me meme mes moi mon n ne nos notre nous on ou par pas pour qu que qui quoi s sa se ses si son sont sur t ta "
    "te tes toi ton tu un une vos votre vous y"
)

# A stemmer without stop words: they leave text and query before it, accented or not.
CONFIGURATION = """
CREATE TEXT SEARCH DICTIONARY public.french_stem_of_every_word (TEMPLATE = pg_catalog.snowball, LANGUAGE = french);
CREATE TEXT SEARCH CONFIGURATION public.french_stems (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION public.french_stems
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
    WITH public.french_stem_of_every_word;
"""
NO_CONFIGURATION = """
DROP TEXT SEARCH CONFIGURATION public.french_stems;
DROP TEXT SEARCH DICTIONARY public.french_stem_of_every_word;
"""

# Names of places: « St » is « Saint ».
PLACE_KEY = r"""
CREATE FUNCTION public.place_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.regexp_replace(pg_catalog.regexp_replace(
        public.normalized(value), '\mst\M', 'saint', 'g'), '\mste\M', 'sainte', 'g')
$$
"""

# Stop words go.
BARE_WORDS = rf"""
CREATE FUNCTION public.bare_words(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
        public.place_key(value), '\m({"|".join(STOP_WORDS.split())})\M', '', 'g'
    ), ' +', ' ', 'g'))
$$
"""

# The stemmer leaves the x of « lieux » and the s of « emplois », which would part them from « lieu » and « emploi ».
SEARCH_TEXT = r"""
CREATE FUNCTION public.search_text(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.regexp_replace(public.bare_words(value), '(eu)x\M|([a-z]{2}[aiou])s\M', '\1\2', 'g')
$$
"""

# « Clus'Ter Jura » is also « cluster » and « clusterjura »: what a space, a hyphen or an apostrophe parts, put together.
SQUEEZED = r"""
CREATE FUNCTION public.squeezed(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(pg_catalog.string_agg(DISTINCT pg_catalog.replace(part, ' ', ''), ' '), '')
    FROM (
        SELECT public.bare_words(value) AS part
        UNION ALL
        SELECT public.bare_words(chunk) FROM pg_catalog.regexp_split_to_table(value, '\s+') AS chunk
    ) AS parts
    WHERE part LIKE '% %' AND pg_catalog.length(part) <= 60
$$
"""

# All the words of a text as one; empty when it is one word already.
AS_ONE_WORD = """
CREATE FUNCTION public.as_one_word(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN public.bare_words(value) LIKE '% %'
        THEN public.search_text(pg_catalog.replace(public.bare_words(value), ' ', '')) ELSE '' END
$$
"""

# Each word as it is (for beginnings and exact phrases) and by its stem.
SEARCH_VECTOR = """
CREATE FUNCTION public.search_vector(value text) RETURNS pg_catalog.tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.to_tsvector('public.french_stems'::pg_catalog.regconfig, public.search_text(value))
        || pg_catalog.to_tsvector('pg_catalog.simple'::pg_catalog.regconfig, public.search_text(value))
$$
"""

WORD_QUERY = r"""
CREATE FUNCTION public.word_query(value text) RETURNS pg_catalog.tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.plainto_tsquery('public.french_stems'::pg_catalog.regconfig, public.search_text(value))
        || pg_catalog.plainto_tsquery('pg_catalog.simple'::pg_catalog.regconfig, public.as_one_word(value))
$$
"""

# The word being typed: whole, or the beginning of one when it has three letters or more.
BEGINNING_QUERY = r"""
CREATE FUNCTION public.beginning_query(value text) RETURNS pg_catalog.tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.word_query(value) || CASE WHEN public.search_text(value) ~ '(^| )[a-z][a-z0-9]{2,}$' THEN
        (pg_catalog.replace(public.search_text(value), ' ', ' & ') || ':*')::pg_catalog.tsquery
        || CASE WHEN public.as_one_word(value) = '' THEN '' ELSE public.as_one_word(value) || ':*' END::pg_catalog.tsquery
    ELSE ''::pg_catalog.tsquery END
$$
"""

PHRASE_QUERY = """
CREATE FUNCTION public.phrase_query(value text) RETURNS pg_catalog.tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.phraseto_tsquery('pg_catalog.simple'::pg_catalog.regconfig, public.search_text(value))
$$
"""

# Great-circle distance in kilometres between two points in degrees. Kept a hair under the sine's end, so that rounding
# never passes it; every part is strict, so that the planner writes it out where it is called.
DISTANCE = """
CREATE FUNCTION public.distance_km(lat1 float8, lon1 float8, lat2 float8, lon2 float8) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT 2 * 6371 * pg_catalog.asin(pg_catalog.sqrt(0.99999999999999 * (
        pg_catalog.sind((lat2 - lat1) / 2) ^ 2
        + pg_catalog.cosd(lat1) * pg_catalog.cosd(lat2) * pg_catalog.sind((lon2 - lon1) / 2) ^ 2
    )))
$$
"""

# Two words that differ by one letter wrong, missing, in excess or swapped with the next share one of these.
DELETIONS = """
CREATE FUNCTION public.deletions(word text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 10 AS $$
    SELECT word
    UNION
    SELECT pg_catalog.overlay(word, '', place, 1)
    FROM pg_catalog.generate_series(1, pg_catalog.length(word)) AS place
$$
"""

# One plan for every call: making it takes longer than running it. Fields are parted by a word of no language, taken out at the end: a phrase never runs from one into the next.
REFRESH = r"""
CREATE FUNCTION public.refresh_search(ids bigint[]) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF ids IS NULL THEN
        RETURN;
    END IF;
    WITH texts (pole_id, published, title, around, summary, description, latitude, longitude) AS MATERIALIZED (
    SELECT
        pole.id,
        pole.publication = 'publie',
        pg_catalog.concat_ws(' zfieldz ', pole.name, pole.acronym, public.squeezed(pole.name),
            'PTCE-' || CASE WHEN pole.number < 10000 THEN pg_catalog.lpad(pole.number::text, 4, '0') ELSE pole.number::text END,
            'ptce' || CASE WHEN pole.number < 10000 THEN pg_catalog.lpad(pole.number::text, 4, '0') ELSE pole.number::text END),
        pg_catalog.concat_ws(' zfieldz ', town.name, public.squeezed(town.name), town.code,
            pg_catalog.array_to_string(town.postal_codes, ' zfieldz '), group_of_towns.name,
            departement.name, departement.code, region.name, lead.name, lead.acronym, public.squeezed(lead.name),
            (SELECT pg_catalog.string_agg(former.name, ' zfieldz ') FROM public.poles_formercommune AS former
                WHERE former.commune_id = town.id AND former.kind <> 'arrondissement-municipal'),
            (SELECT pg_catalog.string_agg(sector.name || ' zfieldz ' || public.squeezed(sector.name), ' zfieldz ') FROM public.poles_polesector AS link
                JOIN public.poles_sector AS sector ON sector.id = link.sector_id WHERE link.pole_id = pole.id),
            (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' zfieldz ', member.name, member.acronym,
                    public.squeezed(member.name)), ' zfieldz ')
                FROM public.poles_membership AS membership
                JOIN public.poles_organisation AS member ON member.id = membership.organisation_id
                WHERE membership.pole_id = pole.id),
            (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' zfieldz ', place.name, town_of_place.name), ' zfieldz ')
                FROM public.poles_place AS place
                LEFT JOIN public.poles_collectivity AS town_of_place ON town_of_place.id = place.commune_id
                WHERE place.pole_id = pole.id),
            (SELECT pg_catalog.string_agg(area.name, ' zfieldz ') FROM public.poles_poleterritory AS link
                JOIN public.poles_collectivity AS area ON area.id = link.collectivity_id WHERE link.pole_id = pole.id)),
        pg_catalog.concat_ws(' zfieldz ', pole.summary, pg_catalog.replace(pole.legal_form, 'sans-personnalite-morale', '')),
        pole.description,
        coalesce(pole.latitude, town.latitude), coalesce(pole.longitude, town.longitude)
    FROM public.poles_pole AS pole
    JOIN public.poles_collectivity AS departement ON departement.id = pole.seat_departement_id
    LEFT JOIN public.poles_collectivity AS region ON region.id = departement.region_id
    LEFT JOIN public.poles_collectivity AS town ON town.id = pole.seat_commune_id
    LEFT JOIN public.poles_collectivity AS group_of_towns ON group_of_towns.id = town.epci_id
    LEFT JOIN public.poles_organisation AS lead ON lead.id = pole.lead_organisation_id
    WHERE pole.id = ANY (ids)
    ), entries AS (
    INSERT INTO public.poles_searchentry AS entry (pole_id, published, title, document, latitude, longitude)
    SELECT
        pole_id,
        published,
        pg_catalog.ts_delete(public.search_vector(title), 'zfieldz'),
        pg_catalog.ts_delete(
            pg_catalog.setweight(public.search_vector(title || ' zfieldz pole'), 'A')
            || pg_catalog.setweight(public.search_vector(around), 'B')
            || pg_catalog.setweight(public.search_vector(summary), 'C')
            || pg_catalog.setweight(public.search_vector(description), 'D'),
            'zfieldz'
        ),
        latitude, longitude
    FROM texts ORDER BY pole_id
    ON CONFLICT (pole_id) DO UPDATE SET
        published = excluded.published, title = excluded.title, document = excluded.document,
        latitude = excluded.latitude, longitude = excluded.longitude
    WHERE (entry.published, entry.title, entry.document, entry.latitude, entry.longitude)
        IS DISTINCT FROM (excluded.published, excluded.title, excluded.document, excluded.latitude, excluded.longitude)
    )
    INSERT INTO public.poles_searchword (word, variant)
    SELECT word, public.deletions(word)
    FROM (
        SELECT DISTINCT word
        FROM texts, pg_catalog.regexp_split_to_table(public.normalized(title || ' ' || around), ' ') AS word
        WHERE word ~ '^[a-z]{4,40}$' AND word <> 'zfieldz' AND public.bare_words(word) <> ''
    ) AS words
    WHERE NOT EXISTS (
        SELECT FROM public.poles_searchword AS known WHERE known.variant = words.word AND known.word = words.word
    );
END
$$
"""

FUNCTIONS = [
    (PLACE_KEY, "place_key(text)"),
    (BARE_WORDS, "bare_words(text)"),
    (SEARCH_TEXT, "search_text(text)"),
    (SQUEEZED, "squeezed(text)"),
    (AS_ONE_WORD, "as_one_word(text)"),
    (SEARCH_VECTOR, "search_vector(text)"),
    (WORD_QUERY, "word_query(text)"),
    (BEGINNING_QUERY, "beginning_query(text)"),
    (PHRASE_QUERY, "phrase_query(text)"),
    (DISTANCE, "distance_km(float8, float8, float8, float8)"),
    (DELETIONS, "deletions(text)"),
    (REFRESH, "refresh_search(bigint[])"),
]


class Migration(migrations.Migration):
    dependencies = [("poles", "0004_origin_words")]

    operations = [
        migrations.RunSQL(CONFIGURATION, NO_CONFIGURATION),
        *(migrations.RunSQL(made, f"DROP FUNCTION public.{signature}") for made, signature in FUNCTIONS),
    ]
