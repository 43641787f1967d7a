from pathlib import Path

import pytest

from phrasebook.formats.base import FormatError, Item, Reading
from phrasebook.formats.espanso import EspansoFormat, EspansoPackageFormat
from phrasebook.formats.source import source_of
from tests.unit.formats.foreign import DATA, by_code, phrase, read, read_bytes, refused, said, write

FILE = EspansoFormat()
PACKAGE = EspansoPackageFormat()


def one(folder: Path, match: str, before: str = "") -> Item:
    """The item of a file with one match, of which nothing is lost."""
    reading = matches(folder, match, before)
    assert said(reading) == []
    (item,) = reading.items
    return item


def matches(folder: Path, match: str, before: str = "") -> Reading:
    lines = "\n".join(f"    {line}" for line in match.strip("\n").splitlines()).lstrip()
    return read_bytes(FILE, f"{before}\nmatches:\n  - {lines}\n", folder, "base.yml")


VARS = """
trigger: ":x"
replace: "<{{{{v}}}}>"
vars:
  - name: v
    type: {kind}
    params: {params}
"""


@pytest.mark.parametrize(
    ("match", "code", "text"),
    [
        ('trigger: ":thx"\nreplace: 谢谢亲~', "thx", "谢谢亲~"),
        ("trigger: on\nreplace: 1:20", "on", "1:20"),
        ("trigger: yes\nreplace: 007", "yes", "007"),
        ("trigger: 1.0\nreplace: true", "", "true"),
        ("trigger: :x\nreplace: |\n  一\n\n  二\n", "x", "一\n\n二"),
        ("trigger: :x\nreplace: >-\n  一\n  二", "x", "一 二"),
        ('trigger: ":x"\t\nreplace:\t"tabs"\t# as libyaml takes them', "x", "tabs"),
        ('trigger: ":x"\nreplace: "\\u20ac \\U0001F600 \\uD83D\\uDE00"', "x", "€ 😀 😀"),
        ('trigger: ":x"\nreplace: "<div>$|$</div>"', "x", "<div>{{cursor}}</div>"),
        ("trigger: ':x'\nreplace: 'a {{ b \\{\\{c\\}\\}'", "x", "a {{{{ b {{{{c}}"),
        ('trigger: ":x"\nreplace: "\\\\frac{$|$}{}"', "x", "\\frac{{{cursor}}}{}"),
        ('{trigger: ":x", replace: a}', "x", "a"),
    ],
)
def test_texts(tmp_path: Path, match: str, code: str, text: str) -> None:
    item = one(tmp_path, match)
    assert (item.code, item.text) == (code, text)
    assert item.place == "line 3"


@pytest.mark.parametrize(
    ("kind", "params", "text"),
    [
        ("date", '{format: "%m月%d日"}', "<{{date:%m月%d日}}>"),
        ("date", '{format: "%Y-%m-%d", offset: 259200}', "<{{date+3d}}>"),
        ("date", '{format: "%H:%M", offset: -5400}', "<{{time-1h-30m}}>"),
        ("date", '{format: "%R"}', "<{{time}}>"),
        ("clipboard", "{}", "<{{clipboard}}>"),
        ("echo", "{echo: 店}", "<店>"),
        ("dummy", "{echo: 店}", "<店>"),
        ("choice", "{values: [顺丰, 圆通]}", "<{{choose:v|顺丰|圆通}}>"),
        ("choice", '{values: "顺丰\\n圆通\\n"}', "<{{choose:v|顺丰|圆通}}>"),
    ],
)
def test_variables(tmp_path: Path, kind: str, params: str, text: str) -> None:
    assert one(tmp_path, VARS.format(kind=kind, params=params)).text == text


@pytest.mark.parametrize(
    ("kind", "params", "text", "why"),
    [
        ("shell", '{cmd: "rm -rf ~"}', "<{{ask:v}}>", "never run"),
        ("script", "{args: [python, evil.py]}", "<{{ask:v}}>", "never run"),
        ("date", '{format: "%G-W%V"}', "<{{ask:v}}>", "can't be said"),
        ("date", '{format: "%d", offset: soon}', "<{{ask:v}}>", "no number"),
        ("date", '{format: "%A", locale: fr-FR, tz: Europe/Paris}', "<{{date:%A}}>", "language"),
        ("date", "{}", "<{{date:%a, %d %b %Y %H:%M:%S}}>", ""),
        ("date", '{format: "%-d"}', "<{{date:%d}}>", "%-d"),
        ("echo", "{}", "<{{ask:v}}>", "no text"),
        ("random", "{choices: []}", "<{{ask:v}}>", "nothing to choose"),
        ("choice", "{values: [a, 'b|c']}", "<{{ask:v}}>", "braces"),
        ("choice", "{values: [{label: 快, id: 明天}, {label: 慢, id: 三天}]}", "<{{choose:v|明天|三天}}>", "called"),
        ("match", "{trigger: ':nowhere'}", "<{{ask:nowhere}}>", "isn't there"),
        ("match", "{}", "<{{ask:v}}>", "isn't there"),
        ("teleport", "{}", "<{{ask:v}}>", "isn't known"),
        ("global", "{}", "<{{ask:v}}>", "isn't known"),
    ],
)
def test_variables_of_which_something_is_lost(tmp_path: Path, kind: str, params: str, text: str, why: str) -> None:
    reading = matches(tmp_path, VARS.format(kind=kind, params=params))
    assert [item.text.replace(":nowhere", "nowhere") for item in reading.items] == [text]
    assert any(why in remark for remark in said(reading)) or not why


def test_random_texts_are_variants(tmp_path: Path) -> None:
    item = one(
        tmp_path,
        VARS.format(kind="random", params='{choices: ["甲{{v2}}", "乙\\n二"]}') + "  - {name: v2, type: clipboard}",
    )
    assert (item.text, item.variants) == ("<甲{{clipboard}}>", ("<乙\n二>",))


def test_two_random_variables_are_all_pairs_and_one_twice_is_the_same(tmp_path: Path) -> None:
    item = one(
        tmp_path,
        """
trigger: ":x"
replace: "{{a}}{{b}}{{a}}"
vars:
  - {name: a, type: random, params: {choices: ["1", "2"]}}
  - {name: b, type: random, params: {choices: ["x", "y"]}}
""",
    )
    assert (item.text, *item.variants) == ("1x1", "1y1", "2x2", "2y2")


def test_too_many_random_texts_are_a_choice_or_cut_off(tmp_path: Path) -> None:
    lines = ", ".join(f'"句{number}"' for number in range(80))
    assert one(tmp_path, VARS.format(kind="random", params=f"{{choices: [{lines}]}}")).text.startswith(
        "<{{choose:v|句0|"
    )
    reading = matches(tmp_path, VARS.format(kind="random", params=f'{{choices: ["一\\n二", {lines}]}}'))
    assert len(reading.items[0].variants) == 50
    assert "51 of 81" in said(reading)[0]


def test_forms(tmp_path: Path) -> None:
    item = one(
        tmp_path,
        """
trigger: ":order"
form: |
  订单 [[单号]]\\{[[reason]]\\}：[[kind]]，[[ none ]]
form_fields:
  reason: {multiline: true, default: 破损}
  kind: {type: choice, values: "补发\\n退款"}
  none: {default: ""}
""",
    )
    assert item.text == "订单 {{ask:单号}}{{{ask:reason=破损}}}：{{choose:kind|补发|退款}}，{{ask:none=}}"


def test_a_form_variable_names_its_fields_in_the_layout(tmp_path: Path) -> None:
    item = one(
        tmp_path,
        """
trigger: ":form"
replace: "{{f.name}}，{{f.fruit}}，{{f.more}}"
vars:
  - name: f
    type: form
    params:
      layout: "姓名：[[name]] 水果: [[fruit]]\\nplease say [[more]]"
      fields:
        fruit: {type: list, default: 梨, values: [苹果, 梨]}
""",
    )
    assert item.text == "{{ask:姓名}}，{{choose:水果|梨|苹果}}，{{ask:more}}"


GLOBALS = """
global_vars:
  - {name: shop, type: echo, params: {echo: 星河}}
  - {name: hello, type: echo, params: {echo: "您好，{{shop}}"}}
  - {name: raw, type: echo, inject_vars: false, params: {echo: "{{shop}}"}}
"""


def test_global_variables(tmp_path: Path) -> None:
    text = 'trigger: ":x"\nreplace: "{{hello}} {{ raw }} {{mine}}"\nvars:\n  - {name: mine, type: global}\n'
    reading = matches(tmp_path, text.replace("mine", "shop"), GLOBALS)
    assert reading.items[0].text == "您好，星河 {{{{shop}} 星河"
    assert said(reading) == []


def test_variables_that_contain_each_other_become_questions(tmp_path: Path) -> None:
    circle = "global_vars:\n" + "".join(
        f'  - {{name: v{n}, type: echo, params: {{echo: "{{{{v{(n + 1) % 60}}}}}"}}}}\n' for n in range(60)
    )
    reading = matches(tmp_path, 'trigger: ":x"\nreplace: "{{v0}}"', circle)
    assert reading.items[0].text.startswith("{{ask:v")
    assert "contains itself" in said(reading)[0]


def test_variables_that_grow_beyond_all_bounds_are_refused(tmp_path: Path) -> None:
    doubling = "global_vars:\n  - {name: v0, type: echo, params: {echo: ha}}\n" + "".join(
        f'  - {{name: v{n}, type: echo, params: {{echo: "{{{{v{n - 1}}}}}{{{{v{n - 1}}}}}"}}}}\n' for n in range(1, 31)
    )
    reading = matches(tmp_path, 'trigger: ":x"\nreplace: "{{v30}}"', doubling)
    assert reading.items == ()
    assert "characters" in said(reading)[0]


def test_other_matches_are_referred_to_by_their_codes(tmp_path: Path) -> None:
    text = """
matches:
  - {trigger: ";one", replace: 一}
  - trigger: ":two"
    replace: "{{o}}"
    vars:
      - {name: o, type: match, params: {trigger: ";one"}}
"""
    reading = read_bytes(FILE, text, tmp_path, "x.yml")
    assert by_code(reading)["two"].text == "{{phrase:one}}"
    assert said(reading) == []


def test_triggers_labels_and_search_terms(tmp_path: Path) -> None:
    item = one(
        tmp_path,
        'triggers: [":hi", ":hello"]\nlabel: "开 场\\n白"\nreplace: a\nsearch_terms: [欢迎, greeting]\ncomment: 备注',
    )
    assert (item.code, item.keywords) == ("hi", (":hello", "欢迎", "greeting"))
    assert (item.title, item.note) == ("开 场 白", "备注")


def test_what_a_regular_expression_catches_is_asked_for(tmp_path: Path) -> None:
    reading = matches(tmp_path, 'regex: ":greet\\\\((?P<person>.*)\\\\)"\nreplace: "{{person}}您好"')
    assert (reading.items[0].text, reading.items[0].code) == ("{{ask:person}}您好", "")
    assert len(said(reading)) == 1


@pytest.mark.parametrize(
    ("match", "text"),
    [
        ('trigger: ":x"\nmarkdown: "**重点**"', "**重点**"),
        ('trigger: ":x"\nhtml: "<p>一<b>二</b></p>三&amp;"', "一二\n三&"),
    ],
)
def test_formatting_is_reported(tmp_path: Path, match: str, text: str) -> None:
    reading = matches(tmp_path, match)
    assert reading.items[0].text == text
    assert "formatting" in said(reading)[0]


@pytest.mark.parametrize(
    "match",
    [
        'trigger: ":x"',
        'trigger: ":x"\nreplace: ""',
        'trigger: ":x"\nreplace: [1, 2]',
        'trigger: ":x"\nreplace: !secret x',
        'trigger: ":x"\nreplace: {a: b}',
        'trigger: ":x"\nreplace: ~',
        "just a text",
        "null",
        "[a, b]",
        "!x {trigger: a, replace: b}",
        f'trigger: ":x"\nreplace: "{"长" * 90_000}"',
    ],
)
def test_what_is_no_match_is_refused_and_the_others_go_on(tmp_path: Path, match: str) -> None:
    reading = matches(tmp_path, match + "\n", "")
    assert reading.items == ()
    assert refused(reading) == ["line 3"]


@pytest.mark.parametrize(
    "match",
    [
        "trigger: [1]\nreplace: a",
        "trigger: {a: b}\nreplace: a",
        "trigger: ~\nreplace: a",
        "triggers: :x\nreplace: a",
        "trigger: :x\nreplace: a\nvars: x",
        "trigger: :x\nreplace: a\nvars: [x, {}, {name: [1]}]",
        "trigger: :x\nreplace: a\nsearch_terms: {a: b}",
        "trigger: :x\nreplace: a\nlabel: [a]",
        "trigger: :x\nform: a\nform_fields: [a]",
    ],
)
def test_wrong_types_beside_a_text_do_no_harm(tmp_path: Path, match: str) -> None:
    (item,) = matches(tmp_path, match).items
    assert item.text == "a"


def test_anchors_and_merge_keys(tmp_path: Path) -> None:
    text = """
anchors:
  - &polite {label: 客气, search_terms: &words [谢谢]}
matches:
  - {<<: *polite, trigger: ":a", replace: 一}
  - {<<: [*polite, {label: 无}], trigger: ":b", replace: 二, label: 自己的}
  - {trigger: ":c", replace: 三, search_terms: *words}
"""
    items = by_code(read_bytes(FILE, text, tmp_path, "x.yml"))
    assert [(item.title, item.keywords) for item in items.values()] == [
        ("客气", ("谢谢",)),
        ("自己的", ("谢谢",)),
        ("", ("谢谢",)),
    ]


def test_a_key_that_is_there_twice_is_reported(tmp_path: Path) -> None:
    reading = matches(tmp_path, 'trigger: ":x"\nreplace: 前\nreplace: 后')
    assert reading.items[0].text == "后"
    assert "twice" in said(reading)[0]


def test_the_sample_of_the_documentation() -> None:
    reading = read(FILE, DATA / "espanso/match/base.yml")
    assert len(reading.items) == 27
    assert refused(reading) == ["line 176", "line 177", "line 179", "line 181", "line 182"]
    assert "../shared/greetings.yml, which it imports" in said(reading)[-1]
    assert FILE.detects(source_of(DATA / "espanso/match/base.yml")) == 90


def test_a_package_with_its_pictures_and_categories() -> None:
    folder = DATA / "espanso/shop-replies"
    assert PACKAGE.detects(source_of(folder)) == 90
    reading = read(PACKAGE, folder)
    assert reading.category == ("店铺话术",)
    assert [(item.place, item.category, item.code) for item in reading.items] == [
        ("package.yml:12", (), "hi"),
        ("package.yml:14", (), "size"),
        ("售后/退货.yml:2", ("售后", "退货"), "thdz"),
    ]
    assert reading.items[1].images == ("images/size.png",)
    assert reading.pictures["images/size.png"].startswith(b"\x89PNG")
    assert reading.items[2].text == "请寄到星河旗舰店仓库，参照 {{phrase:hi}}"
    assert said(reading) == ["package.yml: ../missing.yml, which it imports, wasn't read; import it too"]


def test_of_a_hub_only_the_newest_version_of_each_package_is_read(tmp_path: Path) -> None:
    for name, version in (("one", "0.9.0"), ("one", "0.10.0"), ("two", "1.0.0")):
        folder = tmp_path / name / version
        folder.mkdir(parents=True)
        (folder / "_manifest.yml").write_text(f"name: {name}\ntitle: The {name}\nversion: {version}\n")
        (folder / "package.yml").write_text(f'matches:\n  - {{trigger: ":{name}", replace: "{version}"}}\n')
    (tmp_path / "two/1.0.0/more.yml").write_text("matches: [{trigger: ':m', replace: m}]")
    (tmp_path / "one/_manifest.yml").write_text("name: one\ntitle: The one\nversion: 0.1.0")
    (tmp_path / "one/package.yml").write_text("matches: [{trigger: ':old', replace: old}]")
    reading = read(PACKAGE, tmp_path)
    assert [(item.category, item.text) for item in reading.items] == [
        (("The one",), "0.10.0"),
        (("The two", "more"), "m"),
        (("The two",), "1.0.0"),
    ]
    assert said(reading) == ["one/0.9.0, one/package.yml: 2 older versions weren't read"]


def test_a_package_may_lie_in_the_folder_of_its_version(tmp_path: Path) -> None:
    (tmp_path / "1.3.0").mkdir()
    (tmp_path / "_manifest.yml").write_text("name: emoji\ntitle: 表情")
    (tmp_path / "1.3.0/package.yml").write_text("matches: [{trigger: ':a', replace: 😀}]")
    reading = read(PACKAGE, tmp_path)
    assert (reading.category, reading.items[0].category) == (("表情",), ())


def test_files_of_a_folder_that_cant_be_read_are_reported(tmp_path: Path) -> None:
    (tmp_path / "match").mkdir()
    (tmp_path / "config").mkdir()
    (tmp_path / "config/default.yml").write_text("backend: Clipboard")
    (tmp_path / "match/base.yml").write_text("matches: [{trigger: ':a', replace: a}]")
    (tmp_path / "match/broken.yml").write_text("matches:\n  - trigger: 'x")
    (tmp_path / "match/other.yml").write_text("name: CI\non: push")
    reading = read(PACKAGE, tmp_path)
    assert [item.code for item in reading.items] == ["a"]
    assert refused(reading) == ["match/broken.yml:2"]


def test_a_folder_without_matches_is_refused(tmp_path: Path) -> None:
    (tmp_path / "_manifest.yml").write_text("name: [x")
    with pytest.raises(FormatError, match="holds no matches"):
        read(PACKAGE, tmp_path)
    (tmp_path / "package.yml").write_text("matches: 'x")
    with pytest.raises(FormatError, match=r"package.yml:1: it ends too early"):
        read(PACKAGE, tmp_path)


def test_a_few_lines_that_would_unfold_to_gigabytes_are_refused(tmp_path: Path) -> None:
    text = f"global_vars: [{{name: v, type: echo, params: {{echo: {'a' * 39_000}}}}}]\nmatches:\n"
    with pytest.raises(FormatError, match=r"x.yml:\d+: variables would unfold"):
        read_bytes(FILE, text + "- {trigger: a, replace: '{{v}}'}\n" * 1000, tmp_path, "x.yml")


def test_a_written_file_is_what_a_person_would_write(tmp_path: Path) -> None:
    phrases = [
        phrase(title="退货地址", text="寄到{{ask:仓库}}，\n{{date+3d}}前{{cursor}}", code="thdz", keywords=("退哪",)),
        phrase(id="1" * 20, title="x", text="见{{phrase:thdz}}", variants=("看{{phrase:thdz}}",)),
    ]
    path = write(FILE, phrases, tmp_path / "out.yml")
    assert (
        path.read_text()
        == """\
matches:
  - trigger: ":thdz"
    label: "退货地址"
    replace: |-
      寄到{{form.仓库}}，
      {{date}}前$|$
    vars:
      - name: form
        type: form
        params:
          layout: "仓库: [[仓库]]"
      - name: date
        type: date
        params:
          format: "%Y-%m-%d"
          offset: 259200
    search_terms:
      - "退哪"
  - label: "x"
    replace: "{{wording}}"
    vars:
      - name: phrase
        type: match
        params:
          trigger: ":thdz"
      - name: wording
        type: random
        params:
          choices:
            - "见{{phrase}}"
            - "看{{phrase}}"
"""
    )
    assert FILE.losses(phrases) == []


def test_what_a_match_file_loses() -> None:
    phrases = [
        phrase(category=("售后",), note="n", send=True, text="{{agent}}"),
        phrase(id="1" * 20, text="", images=("a.png",)),
        phrase(id="2" * 20, text="$|$ as it stands"),
    ]
    losses = FILE.losses(phrases)
    assert [(loss.field, loss.refused) for loss in losses] == [
        ("text", False),
        ("category", False),
        ("send", False),
        ("note", False),
        ("", True),
        ("text", False),
    ]


def test_a_written_package_is_read_back(tmp_path: Path) -> None:
    picture = DATA / "espanso/shop-replies/images/size.png"
    phrases = [
        phrase(title="a", text="一", category=("售后", "退货")),
        phrase(id="1" * 20, title="b", text="二"),
        phrase(id="2" * 20, title="size", text="", images=("images/size.png",)),
    ]
    phrases[2] = type(phrases[2])(phrases[2].phrase, (picture,))
    folder = write(PACKAGE, phrases, tmp_path / "shop", "My Shop!")
    assert (folder / "_manifest.yml").read_text().startswith('name: "my-shop"\ntitle: "My Shop!"\n')
    reading = read(PACKAGE, folder)
    assert [(item.title, item.category, item.images) for item in reading.items] == [
        ("b", (), ()),
        ("", (), ("images/size.png",)),
        ("a", ("售后", "退货"), ()),
    ]
    assert reading.pictures["images/size.png"] == picture.read_bytes()
    assert PACKAGE.losses(phrases) == []


@pytest.mark.parametrize("level", ["a/b", "_hidden", "package", "con", "x:y", "a ", "1.0"])
def test_categories_that_cant_name_a_file_are_lost(level: str) -> None:
    phrases = [phrase(category=(level,))]
    assert [loss.field for loss in PACKAGE.losses(phrases)] == ["category"]
    assert set(map(str, PACKAGE.write(phrases, "t"))) == {"_manifest.yml", "README.md", "package.yml"}
