"""法规库: whole statutes as the installation keeps them, article by article.

A statute file is Markdown: a heading, a line with the official address, then articles
(「第十八条　……」) or, in guidelines, points (「五、……」). Chapters and contents are told apart.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from wangshi.engine.numerals import NotANumeral, int_to_numeral, numeral_to_int

LARGEST_FILE = 2_000_000
SHELF = "law"  # below the installation's home
INDEX = "index.json"
NUMBER = r"[零〇一二三四五六七八九十百]+|\d{1,3}"

_ARTICLE = re.compile(rf"第({NUMBER})条(?:之([一二三四五六七八九十]+))?(?:[\s　]+|$)(.*)", re.S)
_POINT = re.compile(r"([一二三四五六七八九十]{1,3})、(.*)", re.S)
_ITEM = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)](.*)", re.S)
_CHAPTER = re.compile(rf"第(?:{NUMBER})[章节](?:[\s　]|$)")
_SIGNATURE = re.compile(r"[^。；：，（]{2,40}(?:总局|总局发布|网信办发布)")
_LINK = re.compile(r"(?:原文链接[:：]\s*|\[原文\]\()(https?://[^\s)]+)")
_CITED = re.compile(
    rf"(?:第)?({NUMBER})(?:条)?(?:之([一二三四五六七八九十]+))?"
    rf"(?:第({NUMBER})款)?(?:第?[（(]?({NUMBER})[）)]?项?)?"
)


class StatuteRefused(ValueError):
    """法规文件不能装入: the message is Chinese and names the file and the reason."""


class ArticleMissing(LookupError):
    """查无此条: the statute, or the library, has no such article, paragraph or item."""


@dataclass(frozen=True)
class Paragraph:
    """款: its words and its numbered items (项)."""

    words: str
    items: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """款的全文: the words, then each item on a line of its own."""
        numbered = (f"（{int_to_numeral(n)}）{item}" for n, item in enumerate(self.items, 1))
        return "\n".join((self.words, *numbered))


@dataclass(frozen=True)
class Article:
    """条: label as written (第十八条), number, insertion (之一 = 1), chapter, paragraphs."""

    label: str
    number: int
    insertion: int
    chapter: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """条的全文: paragraphs one below the other."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Passage:
    """引用的一段: the whole article and the paragraph or item pointed at (0 = none)."""

    statute: str
    article: Article
    paragraph: int
    item: int
    text: str

    @property
    def label(self) -> str:
        """引用写法: 第九条第三项."""
        paragraph = f"第{int_to_numeral(self.paragraph)}款" if self.paragraph else ""
        item = f"第{int_to_numeral(self.item)}项" if self.item else ""
        return f"{self.article.label}{paragraph}{item}"


@dataclass(frozen=True)
class Statute:
    """一部法规: title, official address and its articles by label, in order."""

    title: str
    link: str
    articles: Mapping[str, Article]
    cautions: tuple[str, ...] = ()

    def find(self, cited: str | int) -> Passage:
        """查条文: 「第九条第三项」, 「十八」 or 18; ArticleMissing where there is none."""
        return _point_at(self, str(cited).strip())


@dataclass(frozen=True)
class Library:
    """本机法规库: statutes by title, and the files that were refused with the reason."""

    statutes: Mapping[str, Statute]
    refused: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def statute(self, title: str) -> Statute:
        """取一部: by full or short title, with or without 《》 and 中华人民共和国."""
        found = self.statutes.get(_short(title))
        if found is None:
            raise ArticleMissing(f"本机法规库里没有《{_short(title)}》")
        return found

    def find(self, title: str, cited: str | int) -> Passage:
        """查条文: the passage of the named statute."""
        return self.statute(title).find(cited)

    def __contains__(self, title: str) -> bool:
        return _short(title) in self.statutes

    def __iter__(self) -> Iterator[Statute]:
        return iter(self.statutes.values())

    def __len__(self) -> int:
        return len(self.statutes)


@dataclass(frozen=True)
class Shelved:
    """索引的一行: what lies in the installation, and its check value."""

    file: str
    title: str
    link: str
    articles: int
    sha256: str


@dataclass(frozen=True)
class Installed:
    """装入结果: what was put on the shelf now, all that stands there, and what was refused."""

    added: tuple[Shelved, ...]
    shelved: tuple[Shelved, ...]
    refused: tuple[str, ...]
    cautions: tuple[str, ...]


def install(folder: Path, home: Path) -> Installed:
    """装入本机: sound statutes go to <home>/law with an index; broken ones are refused by name."""
    library = load_library(folder)
    shelf = home / SHELF
    shelf.mkdir(parents=True, exist_ok=True)
    added = [
        _shelve(folder / library.files[title], statute, shelf)
        for title, statute in library.statutes.items()
    ]
    standing = _standing(added, _earlier(home), shelf)
    rows = json.dumps([asdict(each) for each in standing], ensure_ascii=False, indent=1)
    _write_whole(shelf / INDEX, rows.encode())
    cautions = (f"《{each.title}》{gap}" for each in library for gap in each.cautions)
    return Installed(tuple(added), standing, library.refused, tuple(cautions))


def installed_library(home: Path) -> Library:
    """本机法规库: what `install` put there; a file changed since is refused by name."""
    statutes, files, refused = {}, {}, list[str]()
    for shelved in read_index(home):
        path = home / SHELF / shelved.file
        try:
            statute = read_statute(path)
            if hashlib.sha256(path.read_bytes()).hexdigest() != shelved.sha256:
                raise StatuteRefused(f"{path.name}：装入以后被改动过，请重新装入")
        except StatuteRefused as refusal:
            refused.append(str(refusal))
        else:
            statutes[_short(statute.title)] = statute
            files[_short(statute.title)] = path.name
    return Library(statutes, tuple(refused), files)


def read_index(home: Path) -> tuple[Shelved, ...]:
    """索引: one row a statute; empty before the first install; StatuteRefused when unreadable."""
    path = home / SHELF / INDEX
    if not path.is_file():
        return ()
    try:
        return tuple(Shelved(**row) for row in json.loads(path.read_bytes()))
    except (ValueError, TypeError):
        raise StatuteRefused(f"{INDEX}：本机法规库的索引坏了，请重新装入法规文件夹") from None


def _earlier(home: Path) -> tuple[Shelved, ...]:
    try:
        return read_index(home)
    except StatuteRefused:
        return ()  # a new install writes the index anew


def _standing(
    added: list[Shelved], earlier: tuple[Shelved, ...], shelf: Path
) -> tuple[Shelved, ...]:
    """What was there before stays, unless its title or its file name came again."""
    titles, files = {each.title for each in added}, {each.file for each in added}
    kept = [each for each in earlier if each.title not in titles and each.file not in files]
    for each in earlier:
        if each.title in titles and each.file not in files:
            (shelf / each.file).unlink(missing_ok=True)
    return tuple(sorted([*added, *kept], key=lambda each: each.file))


def _shelve(path: Path, statute: Statute, shelf: Path) -> Shelved:
    content = path.read_bytes()
    _write_whole(shelf / path.name, content)
    digest = hashlib.sha256(content).hexdigest()
    return Shelved(path.name, statute.title, statute.link, len(statute.articles), digest)


def _write_whole(path: Path, content: bytes) -> None:
    """A killed process leaves the old file or the new one, never a half."""
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)


def load_library(folder: Path) -> Library:
    """装入文件夹: every *.md below; what cannot be read is refused by name, the rest stands."""
    statutes: dict[str, Statute] = {}
    files: dict[str, str] = {}
    refused: list[str] = []
    for path in sorted(folder.glob("*.md")):
        try:
            statute = read_statute(path)
            if _short(statute.title) in statutes:
                earlier = files[_short(statute.title)]
                raise StatuteRefused(f"{path.name}：与 {earlier} 是同一部，请只留一份")
        except StatuteRefused as refusal:
            refused.append(str(refusal))
        else:
            statutes[_short(statute.title)] = statute
            files[_short(statute.title)] = path.name
    return Library(statutes, tuple(refused), files)


def read_statute(path: Path) -> Statute:
    """读一部法规: from a UTF-8 Markdown file; StatuteRefused names the file and why."""
    if path.is_symlink() or not path.is_file():
        raise StatuteRefused(f"{path.name}：不是普通文件，请放文件本身")
    if path.stat().st_size > LARGEST_FILE:
        raise StatuteRefused(f"{path.name}：超过 2 MB，不像一部法规")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StatuteRefused(f"{path.name}：不是 UTF-8 文字，请另存为 UTF-8 后再装") from None
    try:
        return parse_statute(text)
    except StatuteRefused as refusal:
        raise StatuteRefused(f"{path.name}：{refusal}") from None


def parse_statute(text: str) -> Statute:
    """解析法规: title, link, articles; refuses no title, no articles, an article given twice."""
    lines = [_plain(line) for line in text.splitlines()]
    title = next((raw.lstrip("# \t").strip() for raw in text.splitlines() if raw[:2] == "# "), "")
    if not title:
        raise StatuteRefused("第一行缺少标题（写成「# 法规名称」）")
    articles = _articles(lines, _ARTICLE) or _articles(lines, _POINT)
    if not articles:
        raise StatuteRefused("没有找到「第一条」或「一、」开头的条文")
    link = _LINK.search(text)
    return Statute(title, link.group(1) if link else "", articles, tuple(_gaps(articles)))


def _articles(lines: list[str], opening: re.Pattern[str]) -> dict[str, Article]:
    found: dict[str, Article] = {}
    chapter, current, body = "", None, list[str]()
    for line in lines:
        match = opening.match(line)
        if match:
            _close(found, current, chapter, body)
            current, body = _opened(match), [_words(match)]
        elif _CHAPTER.match(line):
            _close(found, current, chapter, body)
            chapter, current, body = line, None, []
        elif line:
            body.append(line)
    _close(found, current, chapter, body)
    return found


@dataclass(frozen=True)
class _Opening:
    label: str
    number: int
    insertion: int


def _opened(match: re.Match[str]) -> _Opening:
    number = numeral_to_int(match.group(1))
    inserted = match.group(2) if match.re is _ARTICLE else None
    name = f"第{int_to_numeral(number)}条" + (f"之{inserted}" if inserted else "")
    return _Opening(name, number, numeral_to_int(inserted) if inserted else 0)


def _words(match: re.Match[str]) -> str:
    return match.group(match.re.groups).strip()


def _close(
    found: dict[str, Article], opening: _Opening | None, chapter: str, body: list[str]
) -> None:
    if opening is None:
        return
    if opening.label in found:
        raise StatuteRefused(f"{opening.label}出现两次，文件可能拼接有误")
    paragraphs = tuple(_paragraphs([line for line in body if line]))
    if not paragraphs:
        raise StatuteRefused(f"{opening.label}没有文字")
    found[opening.label] = Article(
        opening.label, opening.number, opening.insertion, chapter, paragraphs
    )


def _paragraphs(lines: list[str]) -> Iterator[Paragraph]:
    words, items = lines[0] if lines else "", list[str]()
    for line in lines[1:]:
        item = _ITEM.match(line)
        if item and numeral_to_int(item.group(1)) == len(items) + 1:
            items.append(item.group(2).strip())
        else:
            yield Paragraph(words, tuple(items))
            words, items = line, []
    if lines:
        yield Paragraph(words, tuple(items))


def _gaps(articles: Mapping[str, Article]) -> Iterator[str]:
    number, insertion, before = 0, 0, "开头"
    for article in articles.values():
        here = (article.number, article.insertion)
        if here not in {(number + 1, 0), (number, insertion + 1)}:
            yield f"{article.label}之前不连续（前面是{before}）"
        (number, insertion), before = here, article.label


def _point_at(statute: Statute, cited: str) -> Passage:
    match = _CITED.fullmatch(cited)
    if match is None:
        raise ArticleMissing(f"看不懂的条号：「{cited}」，请写成「第九条第三项」")
    article = _cited_article(statute, match.group(1), match.group(2))
    paragraph = numeral_to_int(match.group(3)) if match.group(3) else 0
    item = numeral_to_int(match.group(4)) if match.group(4) else 0
    text = _passage_text(article, paragraph, item)
    if not text:
        raise ArticleMissing(f"《{statute.title}》{article.label}没有「{cited}」所指的款或项")
    return Passage(statute.title, article, paragraph, item, text)


def _cited_article(statute: Statute, number: str, inserted: str | None) -> Article:
    try:
        numeral = int_to_numeral(numeral_to_int(number))
    except NotANumeral as error:
        raise ArticleMissing(str(error)) from None
    suffix = f"之{inserted}" if inserted else ""
    label = f"第{numeral}条{suffix}"
    if label not in statute.articles:
        raise ArticleMissing(f"《{statute.title}》没有{label}")
    return statute.articles[label]


def _passage_text(article: Article, paragraph: int, item: int) -> str:
    chosen = article.paragraphs[paragraph - 1 : paragraph] if paragraph else article.paragraphs
    if not item:
        return "\n".join(each.text for each in chosen)
    return next((each.items[item - 1] for each in chosen if len(each.items) >= item), "")


def _plain(line: str) -> str:
    text = line.replace("&emsp;", " ").replace("&nbsp;", " ").replace("**", "")
    text = text.strip().lstrip("#").strip()
    return "" if _SIGNATURE.fullmatch(text) else text


def _short(title: str) -> str:
    return title.strip().strip("《》").removeprefix("中华人民共和国")
