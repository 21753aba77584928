"""What a performance is made of: who acts where, what they ask of the API, and what is told of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from msgspec import Struct, json

from comity.demo.cast import Pass
from comity.demo.client import Answer, Seen, ask
from comity.records.codec import encode
from comity.records.declaration import R, kind_name
from comity.records.references import Ref


class Step(Struct, frozen=True):
    """One step of the play: what happened, and how many milliseconds it took."""

    said: str
    milliseconds: float


@dataclass
class Play:
    """One performance: where it is played, by whom, who is told, and what has been told."""

    address: str
    passes: Mapping[str, Pass]
    say: Callable[[str], None]
    steps: list[Step] = field(default_factory=list)

    def tell(self, said: str, milliseconds: float, *more: str) -> None:
        """Tell a step with its time, and what there is to say of it."""
        self.steps.append(Step(said, round(milliseconds, 2)))
        self.say(f"{said:<72} {milliseconds:7.1f} ms")
        for line in more:
            self.say(f"    {line}")

    async def ask(self, who: str, asked: str, *, body: bytes = b"", **headers: str) -> Answer:
        """Ask the API as somebody of the cast; headers are named with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await ask(self.address, self.passes[who].token, asked, body=body, headers=named)

    async def enter(self, who: str, record: R, *, key: str) -> tuple[Ref[R], Seen, Answer]:
        """Enter a record as somebody of the cast."""
        path = f"POST /v1/records/{kind_name(type(record))}"
        answer = await self.ask(who, path, body=encode(record), Content_Type="application/json", Idempotency_Key=key)
        seen = json.decode(answer.body, type=Seen)
        return Ref(UUID(seen.id)), seen, answer

    async def correct(self, who: str, seen: Seen, patch: bytes) -> Answer:
        """Correct a record as somebody of its owner."""
        return await self.ask(
            who,
            f"PATCH /v1/records/{seen.id}",
            body=patch,
            Content_Type="application/merge-patch+json",
            If_Match=f'"v{seen.version}"',
            Idempotency_Key=uuid4().hex,
        )
