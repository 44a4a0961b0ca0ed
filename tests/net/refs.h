/* SPDX-License-Identifier: MIT */
/*
 * refs.h - counting who holds what, by walking over socket buffers.
 */
#ifndef TESTS_NET_REFS_H
#define TESTS_NET_REFS_H

#include <kunit/test.h>
#include <octavo/skbuff.h>

struct refs;

/* Begin counting. */
struct refs *refs_begin(struct kunit *test);

/* One holder of @skb, and of all that is behind it. */
void refs_add_skb(struct refs *refs, const struct sk_buff *skb);

/* Every count in it is what was counted. */
void refs_check(struct refs *refs, const char *when);

/* How many structs were met; a pair is one. */
unsigned long refs_nr_objects(const struct refs *refs);

void refs_end(struct refs *refs);

#endif
