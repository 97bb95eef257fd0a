from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from ambassadors.models import Picture


def picture(request, pk, size):
    """One size of a picture, for those to whom some room shows it."""
    if size not in Picture.SIZES:
        raise Http404
    found = get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    response = FileResponse(_opened(found.path(size)), content_type="image/webp", filename=f"{size}.webp")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _opened(path):
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
