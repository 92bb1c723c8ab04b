"""The docs build: what turns pages, figures and labs into the site.

Read `claims` for how a number in prose is checked, `memory` for what is computed again and when,
`extension` for what a page may write, and `hook` for the little that only MkDocs can do. Nothing
here is needed to compute or to draw.
"""

from mkdocs.exceptions import BuildError


class DocsError(BuildError):
    """Something on a page is wrong; the message names the page and what to do.

    MkDocs shows the message of this kind of error without a traceback.
    """
