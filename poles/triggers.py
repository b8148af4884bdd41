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
    condition=pgtrigger.AnyChange(exclude=["updated_at", "sort_key"]),
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
