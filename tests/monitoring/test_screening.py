"""筛查: the same words are one hit; a new rule book adds only what it adds."""

from dataclasses import replace

import pytest

from wangshi.engine.screening import RuleBook, Screener
from wangshi.monitoring.models import Hit, HitState, SeenAgain, Sighting
from wangshi.monitoring.selectors import RuleSet, rule_book, rules
from wangshi.monitoring.services import (
    Screened,
    SweepPlan,
    confirm_hit,
    dismiss_hit,
    hand_over,
    open_sweep,
    screen,
    screen_sweep,
)
from wangshi.monitoring.services.screening import passage_digest

from .conftest import BY, CLAIM, DAY, NOON, PLAIN

pytestmark = pytest.mark.django_db
# One text of each kind; the second engine must say the same of all of them.
TEXTS = (
    CLAIM,
    PLAIN,
    "样例花茶 根治高血压 不复发",
    "样例面霜 国家级品质 七天祛除色斑",
    "样例店 好评返现三元 晒图联系客服",
    "样例枕头 治疗颈椎病",
    "全網銷量第一 樣例茶",
    "第一章 总则",
)


def screened(batch, **options) -> Screened:
    return screen(Sighting.objects.all(), by=BY, subject=batch, **options)


def test_a_hit_says_which_words_which_rule_and_which_law(shop, found):
    [hit] = found(shop, CLAIM)
    assert (hit.shop, hit.town, hit.state) == (shop, shop.town, HitState.PENDING)
    [(start, end)] = hit.spans
    assert hit.sighting.text[start:end] == hit.quote == "全国销量第一"
    rule = rule_book().rule(hit.rule)
    assert (hit.rule_version, hit.title, hit.family, hit.violation, hit.article) == (
        rule.version,
        rule.title,
        rule.family,
        rule.violation,
        rule.citation,
    )
    assert (hit.harm, hit.level, hit.law_fingerprint) == (
        rule.harm,
        rule.level,
        rule_book().fingerprint,
    )
    assert "全国销量第一" in hit.reason


def test_both_engines_make_the_same_hits_through_the_service(shop, see, batch):
    answers = []
    for engine in ("portable", "hyperscan"):
        Hit.objects.all().delete()
        Sighting.objects.all().delete()
        for number, text in enumerate(TEXTS):
            see(shop, text, number=str(number))
        screened(batch, rules=RuleSet(Screener(rule_book(), engine)))
        answers.append(
            list(Hit.objects.order_by("pk").values_list("rule", "quote", "spans", "reason"))
        )
    assert answers[0] == answers[1]
    assert len(answers[0]) >= 5


def test_screening_again_adds_nothing(shop, see, batch):
    see(shop, CLAIM)
    assert screened(batch) == Screened(sightings=1, hits=1, again=0)
    assert screened(batch) == Screened(sightings=0, hits=0, again=0)
    Sighting.objects.update(screened_with="")
    assert screened(batch) == Screened(sightings=1, hits=0, again=0)


def test_the_same_words_another_day_are_seen_again_not_a_second_hit(shop, see, batch):
    see(shop, CLAIM)
    screened(batch)
    later = see(shop, CLAIM, at=NOON + DAY, price=3)
    assert screened(batch) == Screened(sightings=1, hits=0, again=1)
    again = SeenAgain.objects.get()
    assert (again.hit, again.sighting) == (Hit.objects.get(), later)


def test_two_sightings_of_one_import_make_one_hit(shop, see, batch):
    see(shop, CLAIM)
    see(shop, CLAIM, at=NOON + DAY)
    assert screened(batch) == Screened(sightings=2, hits=1, again=1)


def test_a_dismissed_hit_stays_dismissed_when_other_words_of_the_page_change(
    shop, see, batch, officer
):
    see(shop, "样例茶", detail=f"{CLAIM}。今天有货。")
    screened(batch)
    dismiss_hit(Hit.objects.get(), ground="proven_fact", by=officer, at=NOON)
    see(shop, "样例茶", detail=f"{CLAIM}。明天补货。", at=NOON + DAY)
    assert screened(batch).again == 1
    assert Hit.objects.get().state == HitState.DISMISSED


def test_the_words_in_another_sentence_are_judged_anew(shop, see, batch, officer):
    see(shop, "样例茶", detail="据样例统计，全国销量第一。")
    screened(batch)
    dismiss_hit(Hit.objects.get(), ground="proven_fact", by=officer, at=NOON)
    see(shop, "样例茶", detail="我家样例茶全国销量第一。", at=NOON + DAY)
    assert screened(batch) == Screened(sightings=1, hits=1, again=0)


def test_words_that_come_back_after_their_clue_was_closed_are_a_new_hit(shop, see, batch, officer):
    see(shop, CLAIM)
    screened(batch)
    hit = confirm_hit(Hit.objects.get(), by=officer, at=NOON)
    clue = hand_over([hit], by=officer, at=NOON)
    see(shop, CLAIM, at=NOON + DAY)
    assert screened(batch).again == 1  # still in hand
    type(clue).objects.filter(pk=clue.pk).update(
        state="closed",
        outcome="guided",
        ground="x",
        decision_reason="样例",
        decided_on=NOON.date(),
        decided_by=officer,
        department=officer.department,
        handler=officer,
        replied_at=NOON + 2 * DAY,
        replied_by=officer,
    )
    see(shop, CLAIM, at=NOON + 3 * DAY)
    assert screened(batch).hits == 1
    assert Hit.objects.latest("pk").follows == hit


def test_a_sweep_looks_only_with_its_own_families(shop, see, officer):
    plan = SweepPlan("样例专项监测", kind="special", starts_on=NOON.date(), families=("med_food",))
    sweep = open_sweep(plan, by=officer, at=NOON)
    see(shop, f"{CLAIM} 根治高血压", sweep=sweep, category="茶")
    screen_sweep(sweep, by=officer)
    assert {hit.family for hit in Hit.objects.all()} <= {"med_food"}


def narrowed(book: RuleBook, family: str) -> RuleBook:
    left = tuple(rule for rule in book.rules if rule.family != family)
    return replace(book, rules=left, fingerprint="f" * 64)


def test_a_new_rule_book_adds_its_own_hits_and_keeps_the_judged_ones(shop, see, batch, officer):
    whole = rule_book()
    earlier = narrowed(whole, "absolute")
    text = f"{CLAIM}，好评返现三元"
    see(shop, text)
    screened(batch, rules=RuleSet(Screener(earlier)))
    first = list(Hit.objects.all())
    assert first
    assert {hit.family for hit in first} == {"brush_orders"}
    assert {hit.law_fingerprint for hit in first} == {"f" * 64}
    confirm_hit(first[0], by=officer, at=NOON)
    added = screened(batch)
    assert added.hits == 1
    hit = Hit.objects.get(family="absolute")
    assert hit.law_fingerprint == whole.fingerprint
    assert Hit.objects.get(pk=first[0].pk).state == HitState.CONFIRMED


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("甲。乙一。丙", "丁。乙一。戊", True),  # other sentences changed
        ("甲。乙一。丙", "甲。乙一了。丙", False),  # the sentence itself did
        ("乙一", "乙一", True),
        ("乙一\n丙", "乙一", True),
    ],
)
def test_a_passage_is_the_sentence_around_the_words(first, second, same):
    def digest(text):
        at = text.index("一")
        return passage_digest(text, [(at, at + 1)])

    assert (digest(first) == digest(second)) is same


def test_every_family_the_rules_have_can_be_named():
    families = {family.key for family in rules.families()}
    assert {rule.family for rule in rule_book().rules} == families
