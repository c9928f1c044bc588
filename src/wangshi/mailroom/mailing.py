"""寄信: one mail to one person, by the mail server of the settings."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from wangshi.accounts.models import Account

from .models import Delivery, Mailbox
from .refusals import NotTaken
from .wording import letter_text, subject_of

PERMANENT = 500


def send_mail(delivery: Delivery, account: Account) -> None:
    """寄出去: the same Message-ID however often it is tried. Raises NotTaken."""
    box = Mailbox.objects.filter(account=account).first()
    if box is None or not account.is_active:
        raise NotTaken("邮箱已经撤了，或者账号停用了", hopeless=True)
    mail = EmailMessage(
        subject_of(delivery),
        letter_text(delivery),
        settings.DEFAULT_FROM_EMAIL,
        [box.address],
        headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, said = next(iter(refusal.recipients.values()))
        raise NotTaken(f"{code} {_said(said)}", hopeless=code >= PERMANENT) from refusal
    except smtplib.SMTPResponseException as refusal:
        hopeless = refusal.smtp_code >= PERMANENT and not isinstance(
            refusal, smtplib.SMTPAuthenticationError
        )
        words = f"{refusal.smtp_code} {_said(refusal.smtp_error)}"
        raise NotTaken(words, hopeless=hopeless) from refusal
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(f"连不上邮件服务器：{error}") from error


def message_id(delivery: Delivery) -> str:
    """Message-ID: by it a mail reader knows the second copy."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    return f"<{delivery.letter}@{domain or 'wangshi.invalid'}>"


def _said(words: str | bytes) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
