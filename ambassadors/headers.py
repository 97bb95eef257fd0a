"""What every answer tells the browser besides itself: pages, pictures, files, errors and redirects alike."""

from django.conf import settings


class HeadersMiddleware:
    """Stands outermost, so that no answer leaves without; keeps what an answer says of itself."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in settings.SAID_WITH_EVERY_ANSWER.items():
            response.setdefault(name, value)
        return response
