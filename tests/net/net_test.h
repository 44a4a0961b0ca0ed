/* SPDX-License-Identifier: MIT */
/*
 * net_test.h - what the suites of socket buffers share.
 */
#ifndef NET_TEST_H
#define NET_TEST_H

#include <kunit/test.h>
#include <octavo/fault_inject.h>
#include <octavo/highmem.h>
#include <octavo/page_frag.h>
#include <octavo/skbuff.h>

int net_suite_init(struct kunit_suite *suite);
void net_suite_exit(struct kunit_suite *suite);

#define TEST_HEADROOM	64

/* An skb with TEST_HEADROOM bytes in front of @len linear ones; byte i of them
 * is @first + i. */
struct sk_buff *test_skb(struct kunit *test, unsigned int len, u8 first);

/* One that frees itself with its last fragment; @map: it wants the page. */
struct skb_frag_destructor *test_destructor(struct kunit *test, bool map);

/* One that frees itself when the last data that has it goes; @flags: beside
 * SKBFL_ZEROCOPY_FRAG. */
struct ubuf_info *test_ubuf(struct kunit *test, u8 flags);

/* How many of both there are. */
long test_nr_owners(void);

#endif
