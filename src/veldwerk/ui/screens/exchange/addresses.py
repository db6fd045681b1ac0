"""The fields of each kind of storage, and the address they make together (docs/sync.md 4)."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from PySide6.QtWidgets import QWidget

from veldwerk.services.storage import Place, Secret
from veldwerk.texts import _
from veldwerk.ui import widgets as w


class Fields(QWidget):
    """Shows the fields of one kind at a time. Secrets are typed here and never shown again."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self.kind = w.SelectField(
            "exchange.kind",
            _("What kind of place?"),
            [
                ("folder", _("Shared folder or USB stick")),
                ("webdav", _("Nextcloud or other WebDAV")),
                ("s3", _("S3 storage")),
                ("sftp", _("Server with SFTP")),
            ],
            value="folder",
        )
        self.folder = w.TextField(
            "exchange.place",
            _("Folder"),
            hint=_("What lies there is unreadable without your team's keys."),
            wide=True,
        )
        self._texts = _texts()
        self._password = w.PassphraseField(
            "exchange.password",
            _("Password or secret key"),
            hint=_("Kept in your encrypted vault only. With Nextcloud: use an app password."),
        )
        self._private = w.MemoField(
            "exchange.private_key",
            _("Private key, instead of a password"),
            hint=_("The text of an OpenSSH key without a passphrase of its own."),
            lines=2,
        )
        self._shown = self._by_kind()
        everything = (self.folder, *self._texts.values(), self._password, self._private)
        self.setLayout(w.column(self.kind, *everything, gap=12))
        self.show_kind("folder")

    def _by_kind(self) -> dict[str, tuple[w.Field, ...]]:
        """Which fields each kind of place has."""
        texts, password = self._texts, self._password
        return {
            "folder": (self.folder,),
            "webdav": (texts["url"], texts["user"], password),
            "s3": (*(texts[n] for n in ("server", "bucket", "path", "region", "user")), password),
            "sftp": (*(texts[n] for n in ("server", "path", "user")), password, self._private),
        }

    @property
    def typing(self) -> bool:
        """Whether the keyboard is in one of the fields."""
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def show_kind(self, kind: str) -> None:
        """Show the fields of `kind` alone."""
        wanted = self._shown.get(kind, ())
        for field in (self.folder, *self._texts.values(), self._password, self._private):
            field.setVisible(field in wanted)

    # --- to and from an address

    def address(self) -> str:
        """What was typed as one address, «» while something is missing."""
        kind = self.kind.value()
        typed = {name: field.value() for name, field in self._texts.items()}
        if kind == "folder":
            return self.folder.value()
        if kind == "webdav":
            return typed["url"].rstrip("/")
        server = typed["server"].removeprefix("https://").removeprefix("sftp://").strip("/")
        path = quote(typed["path"].strip("/"))
        if kind == "s3":
            if not (server and typed["bucket"]):
                return ""
            query = f"?{urlencode({'region': typed['region']})}" if typed["region"] else ""
            return (
                "/".join(part for part in (f"s3+https://{server}", quote(typed["bucket"]), path) if part)
                + query
            )
        return f"sftp://{quote(typed['user'])}@{server}/{path}" if server and typed["user"] else ""

    def secret(self, host_key: str) -> Secret:
        """What was typed and may not stand in an address."""
        user = "" if self.kind.value() == "folder" else self._texts["user"].value()
        private = self._private.value()
        return Secret(user, self._password.value(), host_key, f"{private}\n" if private else "")

    def show_place(self, place: Place) -> None:
        """The place that is kept. Its password is not shown; leaving the field empty keeps it."""
        self.clear()
        self.kind.set_value(place.kind)
        self._texts["user"].set_value(place.user)
        parts = urlsplit(place.address)
        if place.kind == "folder":
            self.folder.set_value(place.address)
        elif place.kind == "webdav":
            self._texts["url"].set_value(place.address)
        else:
            self._texts["server"].set_value(parts.netloc.rpartition("@")[2])
            path = unquote(parts.path).strip("/")
            if place.kind == "s3":
                bucket, _slash, path = path.partition("/")
                self._texts["bucket"].set_value(bucket)
                self._texts["region"].set_value(parse_qs(parts.query).get("region", [""])[0])
            self._texts["path"].set_value(path)
            if parts.username:
                self._texts["user"].set_value(unquote(parts.username))
        kept = _("There is one in your vault. Leave this empty to keep it.")
        self._password.edit.setPlaceholderText(kept if place.has_password else "")
        self._private.edit.setPlaceholderText(kept if place.has_private_key else "")

    def forget_secrets(self) -> None:
        """Take what is secret off the screen."""
        self._password.set_value("")
        self._private.set_value("")

    def clear(self) -> None:
        """Empty every field."""
        for field in (self.folder, *self._texts.values()):
            field.set_value("")
        self.forget_secrets()
        self._password.edit.setPlaceholderText("")
        self._private.edit.setPlaceholderText("")


def _line(name: str, question: str, hint: str = "") -> w.TextField:
    return w.TextField(f"exchange.{name}", question, hint=hint, wide=True)


def _texts() -> dict[str, w.TextField]:
    """Every line of text, by the part of the address it is."""
    return {
        "url": _line("url", _("Address"), _("As https://cloud.example.nl/remote.php/dav/files/name/folder")),
        "server": _line("server", _("Server"), _("Without https://, as s3.example.nl or sftp.example.nl")),
        "bucket": _line("bucket", _("Bucket")),
        "path": _line("path", _("Folder on the server")),
        "region": _line("region", _("Region"), _("As eu-west-1; leave empty when nobody gave you one.")),
        "user": _line("user", _("User name or access key")),
    }
