"""The reference arms: what others do to send at a time, written as well as it is usually written, under the same faults.

Faults that a process lives to see are tried again in every arm; they differ only in where the truth stands.
"""

import os
import smtplib
import sys
import time

import psycopg
from celery import Celery

from config.environment import broker_url

HOST = "127.0.0.1"
NAP = 0.05
TABLE = "CREATE TABLE IF NOT EXISTS mark_letter (n int PRIMARY KEY, due timestamptz NOT NULL, sent bool NOT NULL DEFAULT false)"

app = Celery("arms", broker=broker_url(os.environ.get("REDIS_URL", "redis://")))
app.conf.update(
    broker_transport_options={"visibility_timeout": 10, "unacked_restore_interval": 5, "unacked_restore_throttle": 1},
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
)  # fmt: skip
AGAIN = {"autoretry_for": (Exception,), "max_retries": None, "default_retry_delay": 1}


def deliver(arm, number):
    with smtplib.SMTP(HOST, int(os.environ["SINK_PORT"]), timeout=2) as server:
        text = f"Message-ID: <{arm}-{number}@bench>\r\nSubject: Whatever happens\r\n\r\nToday is the day.\r\n"
        server.sendmail("bench@example.org", [f"{arm}{number}@example.org"], text)


@app.task(name="eta", **AGAIN)
def eta(number):
    deliver("eta", number)


@app.task(name="acks_late", acks_late=True, reject_on_worker_lost=True, **AGAIN)
def acks_late(number):
    deliver("acks_late", number)


@app.task(name="acks_late_calm", acks_late=True, reject_on_worker_lost=True, **AGAIN)
def acks_late_calm(number):
    deliver("acks_late_calm", number)


def mark_then_send():
    """Marks the row, commits, sends; takes the mark back when it hears that the sending failed."""
    while True:
        try:
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as rows:
                while True:
                    _send_one(rows) or time.sleep(NAP)
        except psycopg.Error:
            time.sleep(NAP)


def _send_one(rows):
    marked = rows.execute(
        "UPDATE mark_letter SET sent = true WHERE n = (SELECT n FROM mark_letter WHERE NOT sent AND due <= now() "
        "ORDER BY due LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING n"
    ).fetchone()
    if marked:
        try:
            deliver("mark_then_send", marked[0])
        except (OSError, smtplib.SMTPException):
            rows.execute("UPDATE mark_letter SET sent = false WHERE n = %s", marked)
    return marked


def seed(arm, letters, seconds):
    """`letters` tasks or rows, due spread over `seconds`."""
    if arm == "mark_then_send":
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as rows:
            rows.execute(TABLE)
            rows.execute(
                "INSERT INTO mark_letter SELECT n, now() + n * %s * interval '1 second' FROM generate_series(0, %s) n",
                [seconds / letters, letters - 1],
            )
        return
    task = {"eta": eta, "acks_late": acks_late, "acks_late_calm": acks_late_calm}[arm]
    for number in range(letters):
        task.apply_async([number], countdown=number * seconds / letters if arm == "eta" else None)


if __name__ == "__main__":
    seed(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
