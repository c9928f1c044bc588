"""通知渠道: the administrator's pages, and what did not get through."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.accounts.services import Declined
from wangshi.mailroom import selectors
from wangshi.mailroom.forms.channels import DeliveryFilter, RobotForm
from wangshi.mailroom.models import Delivery, Robot
from wangshi.mailroom.services import open_robot, stop_robot, try_again
from wangshi.mailroom.wording import subject_of
from wangshi.mailroom.workflow import DeliveryState
from wangshi.shared.paging import page_of


@require_GET
def channels(request: HttpRequest) -> HttpResponse:
    """通知渠道: the mail server, the groups, and how their messages fare."""
    require(account(request), Permission.RUN_CHANNELS)
    context = {
        "robots": selectors.robots(),
        "standings": selectors.standings(),
        "mail_host": settings.EMAIL_HOST,
        "mail_from": settings.DEFAULT_FROM_EMAIL,
    }
    return render(request, "mailroom/channels.html", context)


@require_http_methods(["GET", "POST"])
def robot_new(request: HttpRequest) -> HttpResponse:
    """登记群机器人."""
    me = account(request)
    require(me, Permission.RUN_CHANNELS)
    form = RobotForm(request.POST or None, initial=kept_fields(request) or None)
    if request.method == "POST" and form.is_valid():
        try:
            robot = open_robot(form.facts(), by=me, at=timezone.now())
        except Declined as refusal:
            form.add_error("webhook_secret_address", str(refusal))
        else:
            messages.success(request, f"“{robot.name}”登记好了，下一条通知起会发到群里。")
            return redirect("channels")
    status = 422 if form.errors else 200
    return render(request, "mailroom/robot_new.html", {"form": form}, status=status)


@require_POST
def robot_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """停用群机器人."""
    me = account(request)
    require(me, Permission.RUN_CHANNELS)
    robot = get_object_or_404(Robot, pk=pk)
    try:
        stop_robot(robot, by=me, at=timezone.now())
    except Declined as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"“{robot.name}”停用了，不再往群里发。")
    return redirect("channels")


@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """投递: where each message is."""
    require(account(request), Permission.RUN_CHANNELS)
    form = DeliveryFilter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    found = selectors.deliveries(asked.get("state", ""), robot=asked.get("robot"))
    context = {"form": form, "page": page_of(found, request)}
    return render(request, "mailroom/deliveries.html", context)


@require_GET
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """一件投递的经过."""
    require(account(request), Permission.RUN_CHANNELS)
    found = get_object_or_404(selectors.deliveries(), pk=pk)
    context = {
        "delivery": found,
        "subject": subject_of(found),
        "attempts": selectors.attempts_of(found),
        "is_dead": found.state == DeliveryState.DEAD,
    }
    return render(request, "mailroom/delivery.html", context)


@require_POST
def delivery_again(request: HttpRequest, pk: int) -> HttpResponse:
    """再送一次."""
    me = account(request)
    require(me, Permission.RUN_CHANNELS)
    try:
        try_again(get_object_or_404(Delivery, pk=pk), by=me, at=timezone.now())
    except Declined as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "排上队了，一会儿再看。")
    return redirect("delivery", pk=pk)
