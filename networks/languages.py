"""In which language a page or a mail is: the person's own, else her network's, else Spanish."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language_from_request, gettext

from networks.models import Language, Network, User


def known_language(code: str) -> str:
    """The one of ours that `code` means («pt», «pt_BR» and «pt-br» are one); empty for any other."""
    code = code.lower().replace("_", "-")
    short = {"pt": Language.PORTUGUESE}.get(code[:2], code[:2])
    return next((str(each) for each in (code, short) if each in Language.values), "")


def languages_of_network(network: Network) -> list[str]:
    """Its own, the first one first; Spanish where it has none that is known here."""
    found = [known_language(str(code)) for code in network.languages]
    return list(dict.fromkeys(code for code in found if code)) or [str(Language.SPANISH)]


def language_of_network(network: Network) -> str:
    return languages_of_network(network)[0]


def language_of(user: User | None, networks: Iterable[Network]) -> str:
    """Hers where she chose one; else the first of her first network's; else Spanish."""
    if user is not None and user.language in Language.values:
        return str(user.language)
    first = next(iter(networks), None)
    return language_of_network(first) if first is not None else str(Language.SPANISH)


def lazily(text: str, **values: object) -> Promise:
    """A marked text with its values, in the language in which it is read: where a form or a model is defined."""
    return lazy(lambda: gettext(text) % values, str)()


class LanguageMiddleware:
    """Every page in its reader's language; whoever has not signed in has her browser's, where it is one of ours.

    Public pages choose theirs by their address, so that they can be cached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(self.language(request))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "es")
        if not response.streaming:
            # What this thread does next must not inherit it; a stream is still being written in it.
            translation.deactivate()
        return response

    @staticmethod
    def language(request: HttpRequest) -> str:
        if request.path.startswith(settings.PUBLIC_PATHS):
            # Without a look at the session, which would make what everybody reads one person's page.
            return str(Language.SPANISH)
        if request.session.session_key and request.user.is_authenticated:
            return language_of(request.user, request.user.networks)
        return known_language(get_language_from_request(request)) or str(Language.SPANISH)
