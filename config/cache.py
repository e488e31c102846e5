"""The server profile's cache: it forgets rather than fails.

It only counts failures (wrong codes, wrong passwords). While Redis is away nothing is counted, and
everybody is answered as ever: a right code must always join.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError


class ForgetfulRedisCache(RedisCache):
    """Redis, or while it is away, a cache in which nothing is kept."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Keep what is not kept yet; True when it was new."""
        with suppress(RedisError):
            return bool(super().add(*args, **kwargs))
        return True

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept, or `default`."""
        with suppress(RedisError):
            return super().get(key, default, version)
        return default

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Keep."""
        with suppress(RedisError):
            super().set(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Forget; False when there was nothing to forget."""
        with suppress(RedisError):
            return bool(super().delete(*args, **kwargs))
        return False

    def incr(self, *args: Any, **kwargs: Any) -> int:
        """Count one more. Raises ValueError when the count is not kept, as every cache does."""
        try:
            return int(super().incr(*args, **kwargs))
        except RedisError as error:
            raise ValueError("The count is not kept: Redis is away.") from error
