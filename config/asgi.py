"""The one application: WebSockets by Channels, everything else by Django in threads.

Under load Django's own ASGI handler answers fewer requests, and some of them seconds late
(docs/adr/0002), so HTTP goes through Django's WSGI handler in a pool of threads in the same process; the
hub lives beside it on the event loop.
"""

import os

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

# Only now: these import models, which need Django set up.
from config.intake import Intake  # noqa: E402
from config.lanes import Lanes  # noqa: E402
from config.lifespan import lifespan  # noqa: E402
from live.routing import websocket_application  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": Intake(
            Lanes(
                WSGIMiddleware(django_application, workers=settings.HTTP_THREADS),  # type: ignore[arg-type]
                WSGIMiddleware(django_application, workers=settings.UPLOAD_THREADS),  # type: ignore[arg-type]
                WSGIMiddleware(django_application, workers=settings.BOOKING_THREADS),  # type: ignore[arg-type]
            )
        ),
        "websocket": websocket_application(),
        "lifespan": lifespan,
    },
)
