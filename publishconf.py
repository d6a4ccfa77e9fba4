"""Settings of the published site: `invoke publish`, and CI, build with these and never ask a model."""

import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
from pelicanconf import *  # the path must be known first

# Where the site will be read. A workflow that publishes gives its own address.
SITEURL = os.environ.get("SITEURL", "").strip().rstrip("/") or "https://example.org"
# Where `invoke publish` uploads to: "github-pages", "you@host:/var/www/blog/", "rclone:REMOTE:PATH";
# docs/deployment.md lists more. Empty: it uploads nothing.
PUBLISH_TARGET = ""
RELATIVE_URLS = False
DELETE_OUTPUT_DIRECTORY = True
COMMENTARY = {**COMMENTARY, "generate": "never", "frozen": True}
