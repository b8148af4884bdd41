"""Rules that only a trigger can hold; names inside are qualified, so that a restore can run them."""

import pgtrigger

from poles.enums import Level

KEEP_LEVEL = pgtrigger.Protect(
    name="level_given_once",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__level__df=pgtrigger.F("new__level")),
)

STAMP_UPDATE = pgtrigger.Trigger(
    name="stamp_update",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(exclude=["updated_at", "sort_key", "confirmed_on", "publishes_directly"]),
    func="NEW.updated_at = pg_catalog.now(); RETURN NEW;",
)

KEEP_NUMBER = pgtrigger.Protect(
    name="number_given_once",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__number__df=pgtrigger.F("new__number")),
)

KEEP_FORMER_SLUG = pgtrigger.Trigger(
    name="keep_former_slug",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__slug__df=pgtrigger.F("new__slug")),
    func="""
        DELETE FROM public.poles_formerslug WHERE slug = NEW.slug AND pole_id = NEW.id;
        INSERT INTO public.poles_formerslug (slug, pole_id) VALUES (OLD.slug, NEW.id);
        RETURN NULL;
    """,
)

REFUSE_FORMER_SLUG_OF_ANOTHER = pgtrigger.Trigger(
    name="refuse_former_slug_of_another",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("slug"),
    func="""
        IF EXISTS (SELECT FROM public.poles_formerslug WHERE slug = NEW.slug AND pole_id <> NEW.id) THEN
            RAISE EXCEPTION 'Cette adresse a été celle d''un autre pôle : elle y redirige.'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'pole_slug_not_former_of_another';
        END IF;
        RETURN NEW;
    """,
)


REFUSE_SLUG_IN_USE = pgtrigger.Trigger(
    name="refuse_slug_in_use",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("slug"),
    func="""
        IF EXISTS (SELECT FROM public.poles_pole WHERE slug = NEW.slug) THEN
            RAISE EXCEPTION 'Cette adresse est celle d''un pôle.'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'former_slug_not_in_use';
        END IF;
        RETURN NEW;
    """,
)


def level_of(column: str, level: Level) -> list[pgtrigger.Trigger]:
    """Triggers for a model whose `column` refers to a collectivité of that level, checked once a statement.

    A level never changes (`KEEP_LEVEL`), so a row that was right stays right.
    """
    func = f"""
        IF EXISTS (
            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.{column}
            WHERE place.level <> '{level}'
        ) THEN
            RAISE EXCEPTION 'La collectivité doit être de l''échelon « {level.label} ».'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{column.removesuffix("_id")}_is_{level}';
        END IF;
        RETURN NULL;
    """
    name = column.removesuffix("_id")
    return [
        pgtrigger.Trigger(
            name=f"{name}_level_{suffix}", level=pgtrigger.Statement, when=pgtrigger.After, operation=operation,
            referencing=pgtrigger.Referencing(new="new_rows"), func=func,
        )
        for suffix, operation in (("insert", pgtrigger.Insert), ("update", pgtrigger.Update))
    ]  # fmt: skip


# The rows of a statement that its triggers may read.
ROWS = {"insert": ["new_rows"], "update": ["old_rows", "new_rows"], "delete": ["old_rows"]}
# The columns of a pole that `public.refresh_search` reads, but for its number, which stays.
SEARCHED = (
    "name", "acronym", "publication", "summary", "description", "legal_form", "latitude", "longitude", "seat_commune_id",
    "seat_departement_id", "lead_organisation_id",
)  # fmt: skip


def refreshes_search(poles: str, *operations: pgtrigger.Operation) -> list[pgtrigger.Trigger]:
    """Triggers that write the search entries of the poles that a statement concerns.

    `poles` is a query of their ids, in which `rows` stands for the rows before or after the statement.
    """
    return [
        _refresh(operation, " UNION ".join(poles.replace("rows", table) for table in ROWS[str(operation).lower()]))
        for operation in operations or (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete)
    ]


def _refresh(operation: pgtrigger.Operation, ids: str) -> pgtrigger.Trigger:
    name = str(operation).lower()
    return pgtrigger.Trigger(
        name=f"search_{name}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**{table.removesuffix("_rows"): table for table in ROWS[name]}),
        func=f"PERFORM public.refresh_search(ARRAY(SELECT DISTINCT id FROM ({ids}) AS poles (id))); RETURN NULL;",  # noqa: S608
    )


NEW, OLD = (", ".join(f"{table}.{column}" for column in SEARCHED) for table in ("new_rows", "old_rows"))
# Most changes, as of a date or of what stands beside, leave the words as they are: these take 4 ms a pole to write.
OF_CHANGED_POLES = f"SELECT id FROM new_rows JOIN old_rows USING (id) WHERE ({NEW}) IS DISTINCT FROM ({OLD})"  # noqa: S608
SEARCH_OF_POLE = [
    *refreshes_search("SELECT id FROM rows", pgtrigger.Insert),
    _refresh(pgtrigger.Update, OF_CHANGED_POLES),
]
SEARCH_OF_PART = refreshes_search("SELECT pole_id FROM rows")
SEARCH_OF_SECTOR = refreshes_search(
    "SELECT link.pole_id FROM public.poles_polesector AS link JOIN rows ON rows.id = link.sector_id", pgtrigger.Update
)
SEARCH_OF_ORGANISATION = refreshes_search(
    """
    SELECT pole_id FROM public.poles_membership AS link JOIN rows ON rows.id = link.organisation_id
    UNION SELECT pole.id FROM public.poles_pole AS pole JOIN rows ON rows.id = pole.lead_organisation_id
    """,
    pgtrigger.Update,
)
SEARCH_OF_FORMER_COMMUNE = refreshes_search(
    "SELECT pole.id FROM public.poles_pole AS pole JOIN rows ON rows.commune_id = pole.seat_commune_id"
)
SEARCH_OF_COLLECTIVITY = refreshes_search(
    """
    SELECT pole.id FROM public.poles_pole AS pole
        JOIN public.poles_collectivity AS departement ON departement.id = pole.seat_departement_id
        LEFT JOIN public.poles_collectivity AS town ON town.id = pole.seat_commune_id
        JOIN rows ON rows.id IN (pole.seat_commune_id, departement.id, departement.region_id, town.epci_id)
    UNION SELECT pole_id FROM public.poles_place AS place JOIN rows ON rows.id = place.commune_id
    UNION SELECT pole_id FROM public.poles_poleterritory AS link JOIN rows ON rows.id = link.collectivity_id
    """,
    pgtrigger.Update,
)
