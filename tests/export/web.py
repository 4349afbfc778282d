# SPDX-License-Identifier: MIT
"""Strings that would be more than text in a page, a Markdown document or a spreadsheet."""

# {server}: an address that must not be asked for.
SCRIPTS = [
    ("script", "<script>alert(1)</script>"), ("src", "<script src={server}/s.js></script>"),
    ("image", "<img src={server}/i.png onerror=alert(1)>"), ("svg", "<svg/onload=alert(1)>"),
    ("attribute", "\" onmouseover=\"alert(1)\" x=\""), ("attribute, single", "' onfocus='alert(1)"),
    ("attribute, bare", "x onclick=alert(1)"), ("backquote", "` onclick=`alert(1)"),
    ("comment", "--> <!-- --!>"), ("CDATA", "<![CDATA[ x ]]>"), ("PI", "<?php echo 1 ?>"),
    ("title", "</title><script>alert(1)</script>"), ("style", "</style><script>alert(1)</script>"),
    ("end of all", "</p></div></article></section></main></body></html>"),
    ("base", "<base href={server}/>"), ("iframe", "<iframe src={server}/f></iframe>"),
    ("refresh", "<meta http-equiv=refresh content='0;url={server}/r'>"),
    ("stylesheet", "<link rel=stylesheet href={server}/c.css>"),
    ("import", "<style>@import '{server}/c.css'</style>"),
    ("url()", "#fff;background:url({server}/b.png)"), ("expression", "red;x:expression(alert(1))"),
    ("form", "<form action={server}/p><input autofocus></form>"),
    ("entities", "&lt;script&gt;&#60;b&#x3e;&amp;amp;&copy;"), ("half entity", "&#&#x&amp"),
    ("template", "{{7*7}}${{7*7}}<%= 7*7 %>"), ("unclosed", "<a href=\"{server}/"),
    ("less", "a < b > c & d \" e ' f ` g"), ("UTF-7", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
]

ADDRESSES = [
    ("javascript", "javascript:alert(1)"), ("in any case", "jAvAsCrIpT:alert(1)"),
    ("blank before", " javascript:alert(1)"), ("tab inside", "java\tscript:alert(1)"),
    ("break inside", "java\nscript:alert(1)"), ("control before", "\x01javascript:alert(1)"),
    ("entity", "javascript&colon;alert(1)"), ("number", "&#106;avascript:alert(1)"),
    ("percent", "javascript%3aalert(1)"), ("wide", "ｊavascript:alert(1)"),
    ("vbscript", "vbscript:msgbox(1)"), ("data", "data:text/html,<script>alert(1)</script>"),
    ("file", "file:///etc/passwd"), ("no scheme", "//evil.example/x"), ("path", "/company/1/"),
    ("query", "?a=1"), ("blob", "blob:https://acme.example/1"), ("view-source", "view-source:x"),
    ("scheme in a scheme", "https:javascript:alert(1)"), ("quote", "https://acme.example/\"onx=\""),
    ("apostrophe", "https://acme.example/'onx='"), ("angle", "https://acme.example/><b>"),
    ("bracket", "https://acme.example/)](javascript:alert(1))"),
    ("backslash", "https:\\\\evil.example\\x"), ("ampersand", "https://acme.example/?a=1&copy;=2"),
    ("mail", "mailto:olga@acme.example?subject=a&body=b"), ("tel", "tel:+74950000000"),
]

FORMULAS = [
    ("=", "=1+1"), ("+", "+1+1"), ("-", "-2+3"), ("@", "@SUM(A1)"), ("|", "|cmd"), ("%", "%0A=1"),
    ("DDE", "=cmd|' /C calc'!A0"), ("link", "=HYPERLINK(\"{server}/h\",\"x\")"),
    ("tab", "\t=1+1"), ("CR", "\r=1+1"), ("LF", "\n=1+1"), ("wide", "＝1+1"), ("wide @", "＠A1"),
    ("quote", "\"=1+1\""), ("end of cell", "\",=1+1,\""), ("end of record", "\"\r\n=1+1,\""),
    ("separator", "a;=1+1"), ("apostrophe", "'=1+1"), ("BOM", "\ufeff=1+1"),
    ("number", "+74950000000"),
]

MARKDOWN = [
    ("heading", "# one\n###### six\ntwo #"), ("setext", "one\n===\ntwo\n---"), ("list", "- a\n+ b\n* c"),
    ("numbers", "1. a\n2) b\n123456789. c"), ("task", "- [ ] a"), ("code", "    code\n\n\tcode"),
    ("fence", "```\ncode\n```"), ("tildes", "~~~ sh\ncode\n~~~"), ("backquotes", "`a` ``b`` ```"),
    ("emphasis", "*a* **b** _c_ __d__ ***e*** ~~f~~"), ("rule", "***\n---\n_ _ _\n- - -"),
    ("quote", "> a\n>> b\n > c"), ("link", "[a](javascript:x) [b]({server}/b)"),
    ("image", "![a]({server}/i.png)"), ("reference", "[a]: {server}/r\n\n[a] [a][] ![a]"),
    ("autolink", "<{server}/a> <javascript:alert(1)>"), ("raw", "<b>b</b> <div>\nc\n</div>"),
    ("table", "| a | b |\n|---|---|\n| c | d |"), ("table, bare", "a\n:-\nb"),
    ("escapes", "\\ \\\\ \\* a\\\nb"), ("hard break", "a  \nb"), ("footnote", "[^1]: a\n\nb[^1]"),
    ("entity", "&copy; &#42;a&#42;"), ("math", "$x$ $$y$$"), ("digits", "2026-05-04"),
    ("in brackets", "a](b [c ]] [["), ("list in BBCode", "[B]1[/B]. a\n1[B].[/B] b"),
]
