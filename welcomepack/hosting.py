"""What a web server should be told beside the pages: headers, and where codes lead.

The pages need none of it: each carries its policy in a meta tag, and every code has a page in
both letter cases. ``_headers`` and ``_redirects`` are read by several static hosts; the nginx
file is for a server of one's own, where a code may be typed in any mix of letters.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath

from welcomepack import shortcode

# Everything comes from the site itself; pictures may also stand in the page. A meta tag cannot
# say who may frame the page (CSP level 3, section 3.3), so the header adds that.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Always ask whether a page is still the newest: a wrong number must not outlive its repair.
    "Cache-Control": "no-cache",
}
# What a phone opens with its calendar and its contacts; few servers know these endings.
_TYPES = {"ics": "text/calendar; charset=utf-8", "vcf": "text/vcard; charset=utf-8"}
FOLDER = PurePosixPath("hosting")


def headers() -> str:
    """The file ``_headers`` for static hosts."""
    lines = [f"  {name}: {value}" for name, value in _HEADERS.items()]
    types = [
        line for end, kind in _TYPES.items() for line in (f"/*.{end}", f"  Content-Type: {kind}")
    ]
    return "\n".join(["/*", *lines, *types, ""])


def redirects(codes: Sequence[shortcode.Registered]) -> str:
    """The file ``_redirects``: a code without its last slash, in both letter cases."""
    spelled = (word for row in codes for word in dict.fromkeys((row.code, row.code.lower())))
    return "".join(f"/w/{word} /w/{word}/ 301\n" for word in spelled)


def nginx(codes: Sequence[shortcode.Registered]) -> str:
    """A piece of configuration for nginx; its ``map`` belongs outside of ``server``."""
    rows = "".join(f"    ~*^/w/{row.code}/?$ /w/{row.code}/;\n" for row in codes)
    sent = "".join(f'    add_header {name} "{value}" always;\n' for name, value in _HEADERS.items())
    kept = "".join(
        f'location ~ \\.{end}$ {{\n    types {{ }}\n    default_type "{kind}";\n{sent}}}\n'
        for end, kind in _TYPES.items()
    )
    return (
        "# Made by the build. Put the map beside your server, and the rest inside of it.\n"
        f"map $uri $welcomepack_code {{\n    default '';\n{rows}}}\n\n"
        "# Inside of server { }, whose root is DEST/current:\n"
        "location /w/ {\n"
        "    if ($welcomepack_code != '') { rewrite ^ ${welcomepack_code}index.html break; }\n"
        f"{sent}}}\n"
        f"location / {{\n    index index.html;\n{sent}}}\n{kept}"
    )
