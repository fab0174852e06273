"""A small site that the tests of the browser open, answered in process."""

from __future__ import annotations

from agentgym.browser import SiteRequest, SiteResponse

PAGE = """<title>{name}</title><body style="margin:0">
<style>button, a, input, select {{ position: absolute; height: 20px; width: 40px; padding: 0 }}</style>
<a href="/two?x=1" style="left:10px;top:10px">go</a>
<form action="/form" method="post"><input id="q" name="q" style="left:10px;top:40px;width:200px">
<button style="left:220px;top:40px">Send</button></form>
<button style="left:10px;top:90px" onclick="alert('hey'); document.title = 'alerted'">A</button>
<button style="left:60px;top:90px" onclick="window.open('/popup')">P</button>
<a style="left:110px;top:90px" href="/file">D</a>
<button style="left:160px;top:90px" onclick="for (let i = 0; i &lt; 20; i++) alert(i)">S</button>
<button style="left:210px;top:90px" ondblclick="document.title = 'twice'">2</button>
<div id="drag" style="position:absolute;left:0;top:300px;width:300px;height:100px"></div>
<div style="position:absolute;top:0;height:3000px;width:1px"></div>
<script>
let down = false; const way = [];
document.getElementById('drag').onmousedown = e => {{ down = true; }};
document.getElementById('drag').onmousemove = e => {{ if (down) way.push(e.clientX); }};
document.getElementById('drag').onmouseup = e => {{ down = false; document.title = 'dragged ' + way.at(-1); }};
</script>
<pre>{said}</pre>"""


def at(name: str) -> tuple[float, float]:
    """Return where a thing of the page is."""
    return {"go": (20, 20), "field": (100, 50), "send": (240, 50), "alert": (20, 100), "popup": (70, 100),
            "download": (120, 100), "storm": (170, 100), "double": (220, 100)}[name]  # fmt: skip


def site(request: SiteRequest) -> SiteResponse | None:
    """Answer with a page that says what it was asked; ``/gone`` is refused."""
    path = request.url.split("/", 3)[3]
    if path.startswith("gone") or "favicon" in path:
        return None
    if path == "file":
        headers = [("Content-Type", "application/zip"), ("Content-Disposition", "attachment; filename=a.zip")]
        return SiteResponse(200, headers, b"x" * 1000)
    said = f"{request.method} /{path} {request.body.decode()} cookie={request.headers.get('cookie', '')}"
    return SiteResponse(
        200,
        [("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "n=1; HttpOnly")],
        PAGE.format(name=path or "home", said=said).encode(),
    )
