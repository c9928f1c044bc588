"""普通 SQL: eight joins and weights by hand in DuckDB, as a careful analyst writes them."""

import time
from pathlib import Path

import duckdb

from linkers.answers import Answer, Timing

FORMS = (
    "有限责任公司|股份有限公司|有限公司|专业合作社|个体工商户|合作社|分公司|公司|"
    "经营部|门市部|商行|旗舰店|专营店|店|厂"
)
CORE = (
    f"regexp_replace(regexp_replace(regexp_replace(name, '[()（） ]', '', 'g'), '({FORMS})$', ''), "
    "'^(..)(省|市|县)', '\\1')"
)


def link(folder: Path) -> tuple[list[Answer], Timing]:
    """匹配: candidates by joins, weights by hand, the best of each shop."""
    started = time.perf_counter()
    base = duckdb.connect(config={"threads": 2})
    base.execute(
        f"create table reg as select row_number() over () r, *, {CORE} core, "
        f"from (select *, from '{folder}/register.parquet')"
    )
    base.execute(
        f"create table shops as select *, {CORE} core from (select *, "
        "coalesce(nullif(claimed_operator, ''), shop_name) as name "
        f"from '{folder}/shops.parquet')"
    )
    for table in ("reg", "shops"):
        base.execute(f"alter table {table} add column tail varchar")
        base.execute(
            f"update {table} set tail = "
            "case when length(core) >= 6 then substr(core, 3) else core end"
        )
    base.execute(CANDIDATES)
    base.execute(SCORES)
    rows = base.execute(
        "select shop_id, uscc, w from (select s.shop_id, reg.uscc, w, "
        "w - coalesce(lead(w) over (partition by s.shop_id order by w desc, reg.r), -99) gap, "
        "row_number() over (partition by s.shop_id order by w desc, reg.r) k "
        "from scored s join reg using (r)) where k = 1 and gap >= 1"
    ).fetchall()
    pairs = base.execute("select count(*) from cand").fetchone()
    answers = [Answer(shop, code, float(weight)) for shop, code, weight in rows]
    facts = {"candidates": pairs[0] / max(len(answers), 1)}
    return answers, Timing(time.perf_counter() - started, facts)


CANDIDATES = """create table cand as select distinct shop_id, r from (
  select s.shop_id, reg.r from shops s join reg on s.uscc = reg.uscc where s.uscc <> ''
  union all select s.shop_id, reg.r from shops s join reg on s.name = reg.name
  union all select s.shop_id, reg.r from shops s join reg on s.core = reg.core
  union all select s.shop_id, reg.r from shops s join reg on s.core = reg.tail
  union all select s.shop_id, reg.r from shops s join reg on s.tail = reg.tail
      and s.person = reg.person and s.person <> ''
  union all select s.shop_id, reg.r from shops s join reg on s.address = reg.address
      where length(s.address) > 8
  union all select s.shop_id, reg.r from shops s join reg on left(s.core, 4) = left(reg.core, 4)
      and right(s.core, 2) = right(reg.core, 2) where length(s.core) >= 5
  union all select s.shop_id, reg.r from shops s join reg on left(s.core, 2) = left(reg.core, 2)
      and right(s.core, 5) = right(reg.core, 5)
)"""
SCORES = """create table scored as select c.shop_id, c.r,
  (case when s.uscc = '' then 0 when s.uscc = reg.uscc then 20
        when levenshtein(s.uscc, reg.uscc) <= 1 then 15 else -8 end)
  + (case when s.address = '' then 0 when s.address = reg.address then 10
          when jaro_winkler_similarity(s.address, reg.address) > 0.92 then 7 else -2 end)
  + (case when s.person in ('', 'N/A') then 0 when s.person = reg.person then 4 else -6 end)
  + (case when s.name = reg.name then 13 when s.core = reg.core then 11
          when s.core = reg.tail then 8
          when levenshtein(s.core, reg.core) <= 1 then 7 else -6 end) w
  from cand c join shops s using (shop_id) join reg using (r)"""
