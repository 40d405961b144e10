-- Claims an idempotency key for a call that is about to be sent, and says what stands there (PROTOCOL.md, I3).
-- KEYS: the record of the key, its result. ARGV: the digest of the arguments, the life of a claim in seconds.
local state, digest, resultless =
  unpack(redis.call('HMGET', KEYS[1], 'state', 'arguments', 'resultless'))
if state == 'succeeded' and not resultless and redis.call('EXISTS', KEYS[2]) == 0 then
  state = false
end
if not state or state == 'failed' then
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[1], 'state', 'claimed', 'arguments', ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  return 'new'
end
if digest and digest ~= '' and ARGV[1] ~= '' and digest ~= ARGV[1] then
  return 'conflict'
end
if state == 'claimed' then
  if redis.call('TTL', KEYS[1]) < tonumber(ARGV[2]) then
    redis.call('EXPIRE', KEYS[1], ARGV[2])
  end
end
return state
