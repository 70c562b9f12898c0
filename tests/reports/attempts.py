"""Ways to make a printing engine fetch an address or read a file, as pieces of HTML and CSS.

`{}` is the address: of a server that counts who asks, or of a file with a word that must come out nowhere.
"""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {NAMESPACES} width="9" height="9">{{}}</svg>'
SVG_VECTORS = (
    '<image href="{}" width="9" height="9"/>',
    '<image xlink:href="{}" width="9" height="9"/>',
    '<use href="{}#a"/>',
    '<use xlink:href="{}#a"/>',
    '<style>@import url("{}");</style><rect width="9" height="9"/>',
    '<style>rect {{ fill: url("{}#a"); }}</style><rect width="9" height="9"/>',
    '<rect width="9" height="9" fill="url({}#a)"/>',
    '<rect width="9" height="9" filter="url({}#a)"/>',
    '<rect width="9" height="9" mask="url({}#a)"/>',
    '<a href="{}"><rect width="9" height="9"/></a>',
    '<script href="{}"/>',
    '<foreignObject><img src="{}"/></foreignObject>',
    '<feImage href="{}"/>',
)
DTD = '<!DOCTYPE svg [<!ENTITY x SYSTEM "{}">]>'
HTML_VECTORS = (
    '<img alt="a" src="{}">',
    '<img alt="a" srcset="{} 2x">',
    '<picture><source srcset="{}"><img alt="a" src="{}"></picture>',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<link rel="attachment stylesheet" href="{}">',
    '<link rel="icon" href="{}">',
    '<a rel="attachment" href="{}">a</a>',
    '<a rel="attachment" href="{}" download="b.txt">a</a>',
    '<object data="{}"></object>',
    '<object data="{}" type="image/svg+xml">a</object>',
    '<embed src="{}">',
    '<embed src="{}" type="image/png">',
    '<iframe src="{}"></iframe>',
    '<video poster="{}" src="{}"></video>',
    '<audio src="{}"></audio>',
    '<input type="image" src="{}" alt="a">',
    '<table background="{}"><tr><td background="{}">a</td></tr></table>',
    '<body background="{}">',
    '<base href="{}"><img alt="a" src="x.png">',
    '<meta http-equiv="refresh" content="0;url={}">',
    '<script src="{}"></script>',
    '<style>@import url("{}");</style>',
    "<style>@import '{}';</style>",
    '<style>@import url("{}") print;</style>',
    '<style>@font-face {{ font-family: X; src: url("{}"); }} p {{ font-family: X; }}</style><p>a</p>',
    '<style>@font-face {{ font-family: Y; src: local("Z"), url("{}"); }} p {{ font-family: Y; }}</style><p>a</p>',
    '<style>p {{ background: url("{}"); }}</style><p>a</p>',
    '<style>p {{ background-image: image-set(url("{}") 1x); }}</style><p>a</p>',
    '<style>ul {{ list-style-image: url("{}"); }}</style><ul><li>a</li></ul>',
    '<style>p::before {{ content: url("{}"); }}</style><p>a</p>',
    '<style>p {{ border-image: url("{}") 3; border: 3px solid; }}</style><p>a</p>',
    '<style>p {{ cursor: url("{}"), auto; }}</style><p>a</p>',
    '<style>p {{ mask-image: url("{}"); }}</style><p>a</p>',
    '<style>@page {{ background: url("{}"); }}</style><p>a</p>',
    '<style>@page {{ @top-left {{ content: url("{}"); }} }}</style><p>a</p>',
    '<style>p {{ content: url("{}"); }}</style><p>a</p>',
    '<style>@color-profile --x {{ src: url("{}"); }}</style><p>a</p>',
    '<style>p {{ -weasy-link: url("{}"); }}</style><p>a</p>',
    '<style>p::after {{ content: target-text(url("{}#a")); }}</style><p>a</p>',
    '<p style="background: url({})">a</p>',
    "<p style=\"list-style-image: url('{}'); display: list-item\">a</p>",
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{}#a"/></svg>',
    '<math><mglyph src="{}"/></math>',
    '<img alt="a" src="{}?x=1#b">',
    '<img alt="a" src="\n{}">',
    "<IMG ALT=a SRC={}>",
)


def _in_pictures() -> list[str]:
    """The same inside of a picture that travels in its own address."""
    found = []
    for vector in (*SVG_VECTORS, None):
        # An outside entity is read, if at all, by whoever parses the picture.
        svg = DTD + SVG.format("<text>&x;</text>") if vector is None else SVG.format(vector)
        found.append((svg, "quoted"))
        found.append((svg, "base64"))
    return found


DISGUISES = (
    "FILE://{path}",
    "file:{path}",
    "file://localhost{path}",
    "file:////{path}",
    "file://{own}/../../../..{path}",
    "file://{own}/%2e%2e/%2e%2e/%2e%2e{path}",
    "{path}",
    "../../../../../../../../..{path}",
    "ftp://127.0.0.1:{port}/a",
    "//127.0.0.1:{port}/a",
    "HTTP://127.0.0.1:{port}/a",
    "http://user@127.0.0.1:{port}/a",
    "http://127.0.0.1:{port}\\@ejemplo.org/a",
    "http://[::1]:{port}/a",
    "http://0x7f000001:{port}/a",
    "http://localhost:{port}/a",
    "https://127.0.0.1:{port}/a",
    "ws://127.0.0.1:{port}/a",
    "jar:http://127.0.0.1:{port}/a!/b",
    "view-source:http://127.0.0.1:{port}/a",
    "gopher://127.0.0.1:{port}/_a",
    "netdoc:{path}",
    "blob:http://127.0.0.1:{port}/a",
    "javascript:fetch('http://127.0.0.1:{port}/a')",
)


DISGUISED_IN = (
    '<img alt="a" src="{}">',
    '<link rel="attachment" href="{}">',
    '<style>@import url("{}");</style>',
)


def attempts(server: str, file: str, port: int, own: str, path: str) -> list[str]:
    """Every vector with both addresses, and every disguise in three vectors."""
    found = [_filled(vector, target) for vector in HTML_VECTORS for target in (server, file)]
    for svg, way in _in_pictures():
        for target in (server, file):
            picture = _filled(svg, target)
            if way == "base64":
                address = f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
            else:
                address = f"data:image/svg+xml,{quote(picture)}"
            found.append(f'<img alt="a" src="{address}">')
    for disguise in DISGUISES:
        target = disguise.format(path=path, port=port, own=own)
        found += [_filled(vector, target) for vector in DISGUISED_IN]
    return found


def _filled(vector: str, target: str) -> str:
    return vector.replace("{{", "{").replace("}}", "}").replace("{}", target)
