from django.urls import path

from stories.views import moderation, stories, telling

app_name = "stories"

urlpatterns = [
    path("stories/", stories.index, name="index"),
    path("stories/new/", telling.new, name="new"),
    path("stories/moderation/", moderation.moderation, name="moderation"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    path("stories/<slug:slug>/edit/", telling.edit, name="edit"),
    path("stories/<slug:slug>/submission/", telling.submission, name="submission"),
    path("stories/<slug:slug>/withdrawal/", telling.withdrawal, name="withdrawal"),
    path("stories/<slug:slug>/publication/", moderation.publication, name="publication"),
    path("stories/<slug:slug>/return/", moderation.sending_back, name="return"),
]
