"""Sixty ways in which people have tried to bring a script into somebody else's page; each calls window.__xss."""

ACT = "window.__xss=1"
_TAGS = [
    f"<script>{ACT}</script>", f"<ScRiPt>{ACT}</sCrIpT>", f"<script src=data:text/javascript,{ACT}></script>", f"</script><script>{ACT}</script>",
    f"</title><script>{ACT}</script>", f"</textarea><script>{ACT}</script>", f"</template><script>{ACT}</script>", f"--><script>{ACT}</script>",
    f"<img src=x onerror={ACT}>", f"<img src=x onerror='{ACT}'>", f"<img/src=x/onerror={ACT}>", f"<IMG SRC=x ONERROR={ACT}>", f"<img src=x:x onerror=eval('{ACT}')>",
    f"<svg onload={ACT}>", f"<svg/onload={ACT}>", f"<svg><script>{ACT}</script></svg>", f"<svg><animate onbegin={ACT} attributeName=x dur=1s>",
    f"<svg><set onbegin={ACT} attributeName=x>", f"<body onload={ACT}>", f"<iframe srcdoc='<script>parent.{ACT[7:]}</script>'></iframe>",
    f"<iframe src=javascript:parent.{ACT[7:]}></iframe>", f"<object data=javascript:{ACT}></object>", f"<embed src=javascript:{ACT}>",
    f"<details open ontoggle={ACT}>", f"<input autofocus onfocus={ACT}>", f"<select autofocus onfocus={ACT}>", f"<textarea autofocus onfocus={ACT}>",
    f"<video><source onerror={ACT}></video>", f"<audio src=x onerror={ACT}>", f"<video src=x onerror={ACT}>", f"<marquee onstart={ACT}>x</marquee>",
    f"<style onload={ACT}></style>", f"<link rel=stylesheet href=x onerror={ACT}>", f"<base href=javascript:{ACT}//>", f"<form action=javascript:{ACT}><button>x</button></form>",
    f"<a href=javascript:{ACT}>x</a>", f"<a href='java\tscript:{ACT}'>x</a>", f"<math><mi xlink:href=javascript:{ACT}>x</mi></math>", f"<div style=animation-name:x onanimationstart={ACT}>",
    f"<p onpointerover={ACT}>x</p>", f"<meta http-equiv=refresh content='0;url=javascript:{ACT}'>", f"<template><script>{ACT}</script></template>", f"<noscript><p title='</noscript><img src=x onerror={ACT}>'>",
]  # fmt: skip
_ATTRIBUTES = [
    f'" onmouseover="{ACT}', f"' onmouseover='{ACT}", f'" autofocus onfocus="{ACT}" x="', f"' autofocus onfocus='{ACT}' x='", f'"><script>{ACT}</script>', f"'><img src=x onerror={ACT}>",
    f'" style="animation:x" onanimationstart="{ACT}', f"javascript:{ACT}", f"data:text/html,<script>{ACT}</script>", f"`-{ACT}-`",
]  # fmt: skip
_LANGUAGES = [
    f"{{{{constructor.constructor('{ACT}')()}}}}", f"${{{ACT}}}", f"{{% load x %}}<script>{ACT}</script>", f"<!--<img src='--><img src=x onerror={ACT}>'>",
    f"&lt;script&gt;{ACT}&lt;/script&gt;", f"\\u003cscript\\u003e{ACT}\\u003c/script\\u003e", f"<<script>{ACT}//<</script>",
]  # fmt: skip
PAYLOADS = [*_TAGS, *_ATTRIBUTES, *_LANGUAGES]
# what an escaped page never holds: an element or an attribute that one of these would have made
INTRUDERS = (
    "main script:not([src]), main iframe, main object, main embed, main base, main marquee, main math, main video, main audio, main style, main meta,"
    " main svg script, [onerror], [onload], [onmouseover], [onfocus], [ontoggle], [onbegin], [onpointerover], [onanimationstart], [onstart],"
    " a[href^='javascript:' i], form[action^='javascript:' i]"
)
