"""打开了的包: all that was read of a package, as every check needs it."""

from dataclasses import dataclass
from functools import cached_property

from .contents import Contents
from .manifest import Manifest
from .notes import LogProof, NoteFault, read_proof
from .seals import Seals, StampState
from .shell import Shell
from .tokens import Token, TokenFault, read_token
from .trust import Trust


@dataclass(frozen=True)
class Opened:
    """打开了的包: manifest and seals in their bytes and read, the files' digests, the trust."""

    shell: Shell
    contents: Contents
    manifest: Manifest
    manifest_bytes: bytes
    seals: Seals
    trust: Trust

    @cached_property
    def tokens(self) -> dict[str, Token | str]:
        """时间戳令牌: of each authority that answered; a sentence where it cannot be read."""
        return {
            one.authority: _token(one.answer)
            for one in self.seals.stamps
            if one.state is StampState.CONFIRMED
        }

    @cached_property
    def proof(self) -> LogProof | str:
        """日志证明: or a sentence why it cannot be read."""
        try:
            return read_proof(self.seals.log_proof)
        except NoteFault as fault:
            return str(fault)


def _token(answer: bytes) -> Token | str:
    try:
        return read_token(answer)
    except TokenFault as fault:
        return str(fault)
