from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = "Stories"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from ambassadors import leaving, own_data, telling
        from ambassadors.context import counts
        from ambassadors.models import Ambassador
        from ambassadors.pictures import showing
        from ambassadors.reorganising.along import along
        from leads import history
        from ledger import letters, retention
        from stories import leaving as letting_go
        from stories.letters import story_published, story_returned
        from stories.models import Story
        from stories.telling import told_of

        letters.register("story_published", story_published)
        letters.register("story_returned", story_returned)
        own_data.register("stories.story", lambda person: Story.objects.owned_by(person).last_begun_first())
        counts.register("moderation", lambda person: Story.objects.to_moderate_by(person))
        showing.register(lambda person: Story.objects.visible_to(person).values("picture"))
        telling.register("stories/_of_somebody.html", told_of)
        history.register(
            "stories.story",
            lambda lead: Story.objects.published().of_lead(lead),
            {"published": ("book", _("A story about it was published"))},
        )
        along.register(
            5,
            _("Stories that keep the old name"),
            lambda _people, codes: Story.objects.published().stamped(codes),
        )
        retention.before(Ambassador, letting_go.take_names_off)
        leaving.register(
            "stories",
            part=letting_go.let_stories_go,
            preview=letting_go.told,
            back=letting_go.give_names_back,
        )
