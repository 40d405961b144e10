"""What Redis runs in one step for messages and leases, in Redis 6.2 and later, also where it is full.

A full Redis (maxmemory, noeviction) refuses a script's first write if it could need memory, and none after
that: each begins with one that needs none.
"""

from __future__ import annotations

import logging
from typing import Final

from redis.exceptions import NoPermissionError, ResponseError

logger = logging.getLogger(__name__)

TAKE = """
local index, unacked, now = KEYS[1], KEYS[2], ARGV[1]
for place = 3, #KEYS do
    -- Nothing is taken where this raises.
    local item = redis.call('RPOP', KEYS[place])
    if item then
        -- Nothing may raise from here on: what is taken has to be returned.
        local isNoted, tag = pcall(function()
            local properties = cjson.decode(item).properties
            local tag, info = properties.delivery_tag, properties.delivery_info
            -- ASCII: kombu reads bytes that are no UTF-8 as other text, and would look for another tag.
            assert(type(tag) == 'string' and tag:find('^[ -~]+$'))
            assert(type(info.exchange) == 'string' and type(info.routing_key) == 'string')
            -- Joined, for the decoder turns empty arrays into objects, and rounds numbers.
            local note = '[' .. item .. ', ' .. cjson.encode(info.exchange) .. ', '
                .. cjson.encode(info.routing_key) .. ']'
            assert(type(redis.pcall('HSET', unacked, tag, note)) == 'number')
            assert(type(redis.pcall('ZADD', index, now, tag)) == 'number')
            return tag
        end)
        return isNoted and {place - 3, item, tag} or {place - 3, item}
    end
end
return false
"""
"""Takes one message and notes it.

Keys: the index of what is unacknowledged, its hash, then the lists in the order in which they are looked
into. Argument: the time in seconds. Returns nothing where all are empty, else the place of the list, counted
from 0, the message and its delivery tag; without the tag where the message cannot be read or noted.
"""

PUT_BACK = """
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('RPUSH', KEYS[3], ARGV[2])
"""
"""Puts a message back where it is the next one to be taken, and removes its note, which may be there.

Keys: the index, the hash, the list. Arguments: the delivery tag, the message.
"""

RENEW = """
redis.call('PERSIST', KEYS[1])
for place = 2, #ARGV do
    redis.call('ZADD', KEYS[1], 'XX', ARGV[1], ARGV[place])
end
"""
"""Writes a time to those delivery tags that are still noted.

Key: the index, which has no end that PERSIST could take from it. Arguments: the time in seconds, the tags.
"""

_RULES = ("unknown", "disabled", "can't run this command", "acl failure")


TAKING: Final = "takes and notes a message at once, so that one can be lost", "+eval +rpop"
RENEWING: Final = "renews leases also where Redis is full", "+eval +persist"
"""What a script does, for a warning, and the rules of Redis that let it."""


def is_forbidden(error: ResponseError, script: tuple[str, str] = TAKING) -> bool:
    """Whether Redis refuses a script by its rules, and not for now as a replica does; warns of it."""
    text = str(error).lower()
    if not isinstance(error, NoPermissionError) and not any(rule in text for rule in _RULES):
        return False
    logger.warning(
        "Redis forbids the script that %s: allow it with `ACL SETUSER <user> %s`. Redis says: %s",
        *script,
        error,
    )
    return True
