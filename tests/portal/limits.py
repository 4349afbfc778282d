# SPDX-License-Identifier: MIT
"""What a portal permits: a leaky bucket for requests, baskets of minutes for operating time."""
import threading
import time

BASKETS, BASKET_SECONDS = 10, 60


class Clock:
    """The portal's clock, and one that runs `speed` times faster for what limits requests."""

    def __init__(self, speed=1.0, now=0):
        self.begin, wall = time.monotonic(), time.time()
        self.set_to, self.speed, self.shift = now, speed, (now - wall if now else 0)
        self.fast_begin = wall + self.shift

    def now(self):
        return time.time() + self.shift

    def fast(self):
        return self.fast_begin + (time.monotonic() - self.begin) * self.speed

    def plain(self, fast):
        """The moment on the plain clock when the fast one shows `fast`."""
        return self.fast_begin + (fast - self.fast_begin) / self.speed

    def set_speed(self, speed):
        self.fast_begin, self.begin = self.fast(), time.monotonic()
        self.speed = speed


class Bucket:
    """Counter +1 for a request, refused when the counter is above `size`, -`leak` once a second."""

    def __init__(self, size, leak, now):
        self.size, self.leak, self.second = size, leak, int(now)
        self.counter, self.steal, self.counts_refused = 0, 0, True
        self.lock = threading.Lock()

    def drain(self, now):
        passed = int(now) - self.second
        self.second += max(0, passed)
        if self.steal == 0:
            self.counter = max(0, self.counter - self.leak * max(0, passed))
            return
        for _ in range(min(passed, 3600)):
            self.counter = max(0, self.counter - self.leak)
            # The other client is refused as well when the bucket is full.
            self.counter = max(self.counter, min(self.counter + self.steal, self.size))

    def take(self, now):
        """Whether one more request is let in."""
        with self.lock:
            self.drain(now)
            self.counter += 1
            allowed = self.counter <= self.size
            if not allowed and not self.counts_refused:
                self.counter -= 1
            return allowed


class Baskets:
    """Seconds that one method worked, in the last ten minutes."""

    def __init__(self):
        self.minutes, self.lock = {}, threading.Lock()

    def sweep(self, now):
        oldest = int(now // BASKET_SECONDS) - BASKETS
        for minute in [minute for minute in self.minutes if minute <= oldest]:
            del self.minutes[minute]

    def add(self, seconds, now):
        with self.lock:
            self.sweep(now)
            minute = int(now // BASKET_SECONDS)
            self.minutes[minute] = self.minutes.get(minute, 0) + seconds

    def used(self, now):
        with self.lock:
            self.sweep(now)
            return sum(self.minutes.values())

    def reset_at(self, now):
        """When the oldest basket is emptied."""
        with self.lock:
            self.sweep(now)
            oldest = min(self.minutes, default=int(now // BASKET_SECONDS))
            return (oldest + BASKETS) * BASKET_SECONDS


class Limits:
    """Both, for one portal: a bucket for each address that asks, baskets for each method."""

    def __init__(self, knobs):
        self.knobs, self.lock = knobs, threading.Lock()
        self.clock = Clock(knobs.speed, knobs.now)
        self.buckets, self.baskets = {}, {}
        self.let_in = self.refused = self.blocked = 0

    def change(self):
        """The knobs were turned."""
        if self.clock.set_to != self.knobs.now:
            self.clock = Clock(self.knobs.speed, self.knobs.now)
            self.reset()
        if self.clock.speed != self.knobs.speed:
            self.clock.set_speed(self.knobs.speed)
        with self.lock:
            for bucket in self.buckets.values():
                self.tune(bucket)

    def tune(self, bucket):
        size, leak = str(self.knobs.plan).split("/")
        bucket.size, bucket.leak = int(size), float(leak)
        bucket.steal, bucket.counts_refused = self.knobs.steal, self.knobs.count_refused

    def bucket(self, address):
        with self.lock:
            if address not in self.buckets:
                self.buckets[address] = Bucket(50, 2, self.clock.fast())
                self.tune(self.buckets[address])
            return self.buckets[address]

    def admit(self, address):
        allowed = not self.knobs.bucket or self.bucket(address).take(self.clock.fast())
        self.let_in += allowed
        self.refused += not allowed
        return allowed

    def baskets_of(self, method):
        with self.lock:
            return self.baskets.setdefault(method, Baskets())

    def is_blocked(self, method):
        limit = self.knobs.operating_limit
        blocked = bool(limit) and self.baskets_of(method).used(self.clock.fast()) >= limit
        self.blocked += blocked
        return blocked

    def work(self, method):
        """One call was made: (operating seconds now, when the oldest basket is emptied, what this one
        took of them)."""
        baskets, now = self.baskets_of(method), self.clock.fast()
        seconds = self.knobs.per_method("operating", method)
        if seconds:
            baskets.add(seconds, now)
        return baskets.used(now), int(self.clock.plain(baskets.reset_at(now))), seconds

    def reset(self):
        with self.lock:
            self.buckets, self.baskets = {}, {}
        self.let_in = self.refused = self.blocked = 0

    def figures(self):
        """For GET /_mock/state."""
        now = self.clock.fast()
        return {"let_in": self.let_in, "refused": self.refused, "blocked": self.blocked,
                "counters": {key: bucket.counter for key, bucket in self.buckets.items()},
                "operating": {key: round(baskets.used(now), 3)
                              for key, baskets in self.baskets.items()}}
