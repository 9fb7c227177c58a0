"""What the bot asks about itself and its chats."""

from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.places import Places
from tests.loopback_telegram.refusals import Json, bad


class Chats:
    """`getMe`, `getChat`, and leaving."""

    def __init__(self, places: Places, *, privacy: bool) -> None:
        self._places, self._privacy = places, privacy
        self.logged_out = False

    async def get_me(self, _: Exchange) -> Json:
        more: Json = {"can_join_groups": True, "can_read_all_group_messages": not self._privacy, "supports_inline_queries": True}
        return self._places.bot.payload() | more | {"can_connect_to_business": False, "has_main_web_app": False}

    async def log_out(self, _: Exchange) -> bool:
        self.logged_out = True
        return True

    async def close(self, _: Exchange) -> bool:
        return True

    async def get_chat(self, call: Exchange) -> Json:
        return self._places.open(call.body.get("chat_id")).full_payload()

    async def get_chat_member(self, call: Exchange) -> Json:
        chat, user = self._places.open(call.body.get("chat_id")), self._places.accounts.get(call.body.get("user_id", 0))
        if user is None:
            raise bad("user not found")
        return chat.member_payload(user)

    async def leave_chat(self, call: Exchange) -> bool:
        chat = self._places.open(call.body.get("chat_id"))
        if chat.private:
            raise bad("chat member status can't be changed in private chats")
        chat.bot_status = "left"
        return True
