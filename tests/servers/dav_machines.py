"""More WebDAV servers on loopback: nginx with its DAV modules, and sabre/dav, the library inside Nextcloud."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.machines import WebDav, free_port, open_the_way, program, running

NGINX = """\
load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;
daemon off;
pid {run}/nginx.pid;
error_log {run}/error.log;
{user}
events {{}}
http {{
  client_body_temp_path {run}/body;
  fastcgi_temp_path {run}/fastcgi;
  proxy_temp_path {run}/proxy;
  scgi_temp_path {run}/scgi;
  uwsgi_temp_path {run}/uwsgi;
  access_log off;
  client_max_body_size 16m;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      root {data};
      dav_methods PUT DELETE MKCOL COPY MOVE;
      dav_ext_methods PROPFIND OPTIONS;
    }}
  }}
}}
"""

SABRE = """\
<?php
require '/usr/share/php/Sabre/autoload.php';
$root = new Sabre\\DAV\\FS\\Directory('{data}');
$server = new Sabre\\DAV\\Server($root);
$server->setBaseUri('/');
$server->exec();
"""


@contextmanager
def nginx(folder: Path) -> Iterator[WebDav]:
    """nginx as small hosts run it: no ETag in listings, conditional headers ignored, no parents made."""
    port, data, run = free_port(), folder / "data", folder / "run"
    for path in (data, run):
        path.mkdir()
    server = program("nginx")
    if not Path("/usr/lib/nginx/modules/ngx_http_dav_ext_module.so").is_file():
        pytest.skip("libnginx-mod-http-dav-ext is not installed; `make test-servers` as root installs it")
    open_the_way(folder)
    user = "user root;" if os.geteuid() == 0 else ""
    text = NGINX.format(port=port, run=run, data=data, user=user)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    with running([server, "-e", run / "error.log", "-c", folder / "nginx.conf"], port, folder / "nginx.log"):
        yield WebDav(f"http://127.0.0.1:{port}")


@contextmanager
def sabre(folder: Path) -> Iterator[WebDav]:
    """sabre/dav in PHP's own server, with four workers."""
    port, data = free_port(), folder / "data"
    data.mkdir()
    server = program("php")
    if not Path("/usr/share/php/Sabre/autoload.php").is_file():
        pytest.skip("php-sabre-dav is not installed; `make test-servers` as root installs it")
    (folder / "server.php").write_text(SABRE.format(data=data), encoding="utf-8")
    command = [server, "-d", "display_errors=stderr", "-d", "error_reporting=22527"]
    command += ["-S", f"127.0.0.1:{port}", folder / "server.php"]
    env = {**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}
    with running(command, port, folder / "php.log", env=env):
        yield WebDav(f"http://127.0.0.1:{port}")
