"""Signing in and out, invitations, the language of the pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schedcheck.messages import _, current_language
from schedcheck.portal.language import COOKIE
from schedcheck.portal.models import Account, Invitation, WorkerLook, log, token_hash
from schedcheck.portal.views.second_factor import wait_for_code
from schedcheck.toml_table import LANGUAGES

_YEAR = 365 * 24 * 3600
#: The most characters of a name.
_LONGEST_NAME = 254


class _SignInForm(AuthenticationForm):
    """Names are e-mail addresses, whose case says nothing."""

    def clean_username(self) -> str:
        """The name as it is kept; one that nobody can have is not looked for, nor noted."""
        name = str(self.cleaned_data["username"]).strip().casefold()
        if len(name) > _LONGEST_NAME:
            raise ValidationError("")
        return name


class SignIn(LoginView):
    """The page to sign in on; a wrong name and a wrong password get the same answer."""

    template_name = "sign_in.html"
    authentication_form = _SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Answer the form, unless many addresses together try one name."""
        name = request.POST.get("username", "").strip().casefold()
        if _failures(name) >= settings.SIGN_IN_LIMIT:
            return locked_out(request)
        response: HttpResponse = super().post(request, *args, **named)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Note in the log who signed in; who has a second factor is asked for it first."""
        if form.get_user().second_factor_at is not None:
            return wait_for_code(self.request, form.get_user(), self.get_success_url())
        log(form.get_user().name, "signed in")
        response: HttpResponse = super().form_valid(form)
        return response


class _PasswordForm(PasswordChangeForm):
    """The password that the account has now, and another one, twice."""

    def clean(self) -> Any:
        """What was given; another password has to be as good as the first one."""
        given: Any = super().clean()
        new = [self.data.get(f"new_password{number}", "") for number in (1, 2)]
        wrong = _wrong_password(new[0], new[1], self.user.name)
        if wrong:
            self.add_error(None, wrong)
        return given

    @property
    def wrong(self) -> str:
        """What is wrong with the form, in words; nothing where nothing is."""
        if self.has_error("old_password"):
            return _("The password that you have now is another one.")
        return next(iter(self.non_field_errors()), "")


class ChangePassword(PasswordChangeView):
    """The page to choose another password on; every other session of the account ends.

    A wrong password counts as it does where one signs in, so that a browser that was left open
    gives nobody a way to try many.
    """

    template_name = "own_password.html"
    form_class = _PasswordForm
    http_method_names = ("get", "head", "post")

    def post(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Answer the form, unless too many wrong passwords were given before."""
        name = request.user.name
        allowed = AxesProxyHandler.is_allowed(request, {"username": name})
        if not allowed or _failures(name) >= settings.SIGN_IN_LIMIT:
            return locked_out(request)
        response: HttpResponse = super().post(request, *args, **named)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say what is wrong."""
        if form.has_error("old_password", "password_incorrect"):
            named = {"username": self.request.user.name}
            user_login_failed.send(sender=__name__, credentials=named, request=self.request)
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the new password, and this session."""
        with transaction.atomic():
            log(form.user.name, "password chosen")
            response: HttpResponse = super().form_valid(form)
        return response

    def get_success_url(self) -> str:
        """One's own account, which says that it was done."""
        return reverse("own-account") + "?password=changed"


class SignOut(LogoutView):
    """Ends the session."""

    http_method_names = ("post",)


def _failures(name: str) -> int:
    """How many wrong passwords, or codes, were given for a name of late, from any address."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    name = name.replace("\0", "")  # PostgreSQL takes it in no text
    tried = AccessAttempt.objects.filter(username=name, attempt_time__gte=since)
    return int(tried.aggregate(count=Sum("failures_since_start"))["count"] or 0)


def locked_out(
    request: HttpRequest, _original: HttpResponse | None = None, *_more: Any, **_named: Any
) -> HttpResponse:
    """The answer after too many wrong passwords, the same whether there is such an account."""
    words = _("Too many attempts. Try again in 15 minutes.")
    return render(request, "message.html", {"words": words}, status=429)


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen, and go back to the page."""
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(back if safe else reverse("home"))
    if request.POST.get("language") in LANGUAGES:
        response.set_cookie(
            COOKIE,
            request.POST["language"],
            max_age=_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
        if request.user.is_authenticated:  # letters to the account are in it too
            own = Account.objects.filter(id=request.user.id)
            own.update(language=request.POST["language"])
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Make the account of an invitation, whose owner chooses a password."""
    held = Invitation.objects.filter(
        token_hash=token_hash(token), used_at__isnull=True, expires_at__gt=timezone.now()
    )
    invited = held.first()
    if invited is None:
        words = _("This invitation was used, or its time is over. Ask for another one.")
        return render(request, "message.html", {"words": words}, status=404)
    wrong = ""
    if request.method == "POST":
        password = request.POST.get("password", "")
        wrong = _wrong_password(password, request.POST.get("again", ""), invited.name)
        if not wrong:
            _join(invited, password)
            return redirect("sign-in")
    values = {"invited": invited, "wrong": wrong}
    return render(request, "invitation.html", values, status=400 if wrong else 200)


def _wrong_password(password: str, again: str, name: str) -> str:
    if password != again:
        return _("The two passwords differ.")
    try:
        validate_password(password)
        well_chosen = password.casefold() not in {name, name.partition("@")[0]}
    except ValidationError:
        well_chosen = False
    if not well_chosen:
        return _("Choose a password of 12 characters or more that others would not guess.")
    return ""


def _join(invited: Invitation, password: str) -> None:
    """Make the account; where there is one of that name, the invitation stays as it is."""
    with suppress(IntegrityError), transaction.atomic():
        if invited.account is None and Account.objects.filter(name=invited.name).exists():
            return
        used = Invitation.objects.filter(id=invited.id, used_at__isnull=True)
        # of two that come at once, one finds it unused
        if not used.update(used_at=timezone.now()):
            return
        if invited.account is not None:
            # every session of the account ends with its old password
            invited.account.set_password(password)
            invited.account.save(update_fields=["password"])
            log(invited.name, "password chosen")
            return
        made = Account.objects.create_account(
            invited.name, password, invited.role, invited.channels.all()
        )
        Account.objects.filter(id=made.id).update(language=current_language())
        log(invited.name, "joined", role=invited.role)


@login_not_required
@require_safe
def worker_healthz(_request: HttpRequest) -> HttpResponse:
    """``ok`` where a worker has looked for jobs within half a minute, else ``late``, status 503."""
    alive = WorkerLook.objects.alive().exists()
    words = "ok\n" if alive else "late\n"
    return HttpResponse(words, content_type="text/plain", status=200 if alive else 503)


@login_not_required
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """``ok`` where the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
