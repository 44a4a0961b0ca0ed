/* SPDX-License-Identifier: MIT */
/*
 * release_test.c - what is released, in which order, and how often.
 *
 * Everything that can be told of a release writes a letter:
 *
 *	R route dropped		D destructor of the struct	H release hook
 *	Z zero-copy completion	a, b, ... destructor of a fragment, each with
 *	. its page put		x, y skbs of a frag_list
 *
 * and the letters are compared with the documented order. Pages are seen to go
 * by their count when the next letter is written.
 */
#include "net_test.h"

#define MAX_EVENTS	64
#define FAMILY		2

static char events[MAX_EVENTS];
static unsigned int nr_events;

static void event(char c)
{
	if (nr_events < MAX_EVENTS - 1)
		events[nr_events++] = c;
	events[nr_events] = '\0';
}

static const char *take_events(void)
{
	static char copy[MAX_EVENTS];

	strscpy(copy, events, sizeof(copy));
	nr_events = 0;
	events[0] = '\0';
	return copy;
}

/* ---- who writes letters -------------------------------------------------- */

static void route_gone(struct dst_entry *dst)
{
	event('R');
}

static void struct_gone(struct sk_buff *skb)
{
	event('D');
}

static void hook(struct skb_release_hook *h, struct sk_buff *skb)
{
	event('H');
}

static void data_gone(struct sk_buff *skb, struct ubuf_info *uarg, bool success)
{
	if (refcount_dec_and_test(&uarg->refcnt))
		event(success ? 'Z' : 'z');
}

struct lettered {
	struct skb_frag_destructor d;
	char letter;
	struct page *before;		/* is to be gone when this one runs */
};

static void frag_gone(struct skb_frag_destructor *d,
		      const struct skb_frag *frag, void *vaddr)
{
	struct lettered *l = container_of(d, struct lettered, d);

	if (l->before && page_ref_count(l->before) == 1)
		event('.');
	event(l->letter);
	if (d->map) {
		WARN_ON(!in_atomic());
		event(*(char *)vaddr);
	}
}

/* ---- skbs that have all of it -------------------------------------------- */

struct all {
	struct dst_entry dst;
	struct ubuf_info ubuf;
	struct skb_release_hook hook;
	struct lettered frag[3];
	struct page *pages[3];
};

static void init_all(struct kunit *test, struct all *all)
{
	*all = (struct all){
		.dst.destroy = route_gone,
		.ubuf = { .callback = data_gone, .flags = SKBFL_ZEROCOPY_FRAG |
							  SKBFL_DONT_ORPHAN },
		.hook = { .family = FAMILY, .release = hook },
	};
	refcount_set(&all->dst.__refcnt, 1);
	refcount_set(&all->ubuf.refcnt, 1);
	take_events();
	KUNIT_ASSERT_EQ(test, skb_register_release_hook(&all->hook), 0);
}

static struct sk_buff *head_with_all(struct kunit *test, struct all *all,
				     struct sk_buff *skb)
{
	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb->family = FAMILY;
	skb->destructor = struct_gone;
	skb_dst_set(skb, &all->dst);
	return skb;
}

/* Fragments a, b, c; the pages have a reference of the test's too. b wants its
 * page, whose byte there is "B". */
static void add_frags(struct kunit *test, struct all *all, struct sk_buff *skb)
{
	for (int i = 0; i < 3; i++) {
		struct page *page = alloc_page(GFP_HIGHUSER);
		struct lettered *l = &all->frag[i];

		KUNIT_ASSERT_NOT_NULL(test, page);
		get_page(page);
		memcpy_to_page(page, 40, "B", 1);
		all->pages[i] = page;
		*l = (struct lettered){ .d.destroy = frag_gone, .d.map = i == 1,
					.letter = (char)('a' + i) };
		refcount_set(&l->d.ref, 1);
		l->before = i ? all->pages[i - 1] : NULL;
		skb_add_rx_frag(skb, i, page, 40, 100, PAGE_SIZE);
		skb_frag_set_destructor(skb, i, &l->d);
	}
}

static void exit_all(struct kunit *test, struct all *all)
{
	skb_unregister_release_hook(&all->hook);
	for (int i = 0; i < 3; i++) {
		if (!all->pages[i])
			continue;
		KUNIT_EXPECT_EQ(test, page_count(all->pages[i]), 1);
		put_page(all->pages[i]);
	}
}

/* ---- the tests ----------------------------------------------------------- */

static void linear(struct kunit *test)
{
	struct all all;
	struct sk_buff *skb;

	init_all(test, &all);
	skb = head_with_all(test, &all, alloc_skb(100, GFP_KERNEL));
	kfree_skb(skb_get(skb));
	KUNIT_EXPECT_STREQ(test, take_events(), "");
	kfree_skb(skb);
	KUNIT_EXPECT_STREQ(test, take_events(), "RDH");
	exit_all(test, &all);
}

static void fragmented(struct kunit *test)
{
	struct all all;
	struct sk_buff *skb;

	init_all(test, &all);
	skb = head_with_all(test, &all, alloc_skb(100, GFP_KERNEL));
	add_frags(test, &all, skb);
	kfree_skb(skb);
	KUNIT_EXPECT_STREQ(test, take_events(), "RDHa.bB.c");
	exit_all(test, &all);
}

static void zero_copy(struct kunit *test)
{
	struct all all;
	struct sk_buff *skb;

	init_all(test, &all);
	skb = head_with_all(test, &all, alloc_skb(100, GFP_KERNEL));
	add_frags(test, &all, skb);
	skb_zcopy_init(skb, &all.ubuf);
	kfree_skb(skb);
	KUNIT_EXPECT_STREQ(test, take_events(), "RDHZa.bB.c");
	exit_all(test, &all);
}

/* The owner of the data keeps the pages' references itself. */
static void managed(struct kunit *test)
{
	struct all all;
	struct sk_buff *skb;

	init_all(test, &all);
	all.ubuf.flags |= SKBFL_MANAGED_FRAG_REFS;
	skb = head_with_all(test, &all, alloc_skb(100, GFP_KERNEL));
	add_frags(test, &all, skb);
	skb_zcopy_init(skb, &all.ubuf);
	kfree_skb(skb);
	KUNIT_EXPECT_STREQ(test, take_events(), "RDHZ");
	for (int i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, page_count(all.pages[i]), 2);
		put_page(all.pages[i]);
	}
	exit_all(test, &all);
}

static void list_gone(struct sk_buff *skb)
{
	event(skb->cb[0]);
}

static struct sk_buff *list_skb(struct kunit *test, char letter)
{
	struct sk_buff *skb = test_skb(test, 50, 0);

	skb->cb[0] = letter;
	skb->destructor = list_gone;
	return skb;
}

static void add_list(struct kunit *test, struct sk_buff *skb)
{
	struct sk_buff *x = list_skb(test, 'x'), *y = list_skb(test, 'y');

	x->next = y;
	skb_shinfo(skb)->frag_list = x;
	skb->len += 100;
	skb->data_len += 100;
}

static void frag_listed(struct kunit *test)
{
	struct sk_buff *skb, *kept;
	struct all all;

	init_all(test, &all);
	skb = head_with_all(test, &all, alloc_skb(100, GFP_KERNEL));
	add_frags(test, &all, skb);
	add_list(test, skb);
	kept = skb_get(skb_shinfo(skb)->frag_list);
	kfree_skb(skb);
	KUNIT_EXPECT_STREQ(test, take_events(), "RDHa.bB.cy");
	kfree_skb(kept);
	KUNIT_EXPECT_STREQ(test, take_events(), "x");
	exit_all(test, &all);
}

/* A clone has the route, the family and the data, and no destructor. */
static void cloned(struct kunit *test, struct sk_buff *orig, bool clone_first)
{
	struct all all;
	struct sk_buff *skb, *n;

	init_all(test, &all);
	skb = head_with_all(test, &all, orig);
	add_frags(test, &all, skb);
	add_list(test, skb);
	skb_zcopy_init(skb, &all.ubuf);
	n = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_EXPECT_NULL(test, n->destructor);
	KUNIT_EXPECT_NULL(test, n->sk);
	KUNIT_EXPECT_PTR_EQ(test, skb_dst(n), skb_dst(skb));
	kfree_skb(clone_first ? n : skb);
	KUNIT_EXPECT_STREQ(test, take_events(), clone_first ? "H" : "DH");
	kfree_skb(clone_first ? skb : n);
	KUNIT_EXPECT_STREQ(test, take_events(),
			   clone_first ? "RDHZa.bB.cxy" : "RHZa.bB.cxy");
	exit_all(test, &all);
}

static void clone_freed_first(struct kunit *test)
{
	cloned(test, alloc_skb(100, GFP_KERNEL), true);
}

static void original_freed_first(struct kunit *test)
{
	cloned(test, alloc_skb(100, GFP_KERNEL), false);
}

static void fclone_freed_first(struct kunit *test)
{
	cloned(test, alloc_skb_fclone(100, GFP_KERNEL), true);
}

static void fclone_outlives(struct kunit *test)
{
	cloned(test, alloc_skb_fclone(100, GFP_KERNEL), false);
}

/* The pair is one object: the clone's struct is used again once it is free. */
static void fclone_states(struct kunit *test)
{
	unsigned long live = skb_nr_live();
	struct sk_buff *skb = alloc_skb_fclone(100, GFP_KERNEL), *n, *other;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_EXPECT_EQ(test, +skb->fclone, SKB_FCLONE_ORIG);
	n = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_PTR_EQ(test, n, &((struct sk_buff_fclones *)skb)->skb2);
	KUNIT_EXPECT_EQ(test, +n->fclone, SKB_FCLONE_CLONE);
	other = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, other);
	KUNIT_EXPECT_EQ(test, +other->fclone, SKB_FCLONE_UNAVAILABLE);
	KUNIT_EXPECT_EQ(test, skb_nr_live(), live + 2);
	kfree_skb(n);
	KUNIT_EXPECT_PTR_EQ(test, skb_clone(skb, GFP_KERNEL), n);
	kfree_skb(skb);
	/* Without its original it stays what it is, and its clones are new. */
	kfree_skb(skb_clone(n, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, skb_nr_live(), live + 2);
	kfree_skb(n);
	kfree_skb(other);
	KUNIT_EXPECT_EQ(test, skb_nr_live(), live);
}

/* A fragment that two data have is told once, when the last goes. */
static void shared_fragments(struct kunit *test)
{
	struct all all;
	struct sk_buff *skb, *n;

	init_all(test, &all);
	skb = head_with_all(test, &all, alloc_skb(100, GFP_KERNEL));
	add_frags(test, &all, skb);
	n = pskb_copy(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, n);
	kfree_skb(skb);
	KUNIT_EXPECT_STREQ(test, take_events(), "DH");
	kfree_skb(n);
	KUNIT_EXPECT_STREQ(test, take_events(), "RHa.bB.c");
	exit_all(test, &all);
}

static void hooks_of_other_families(struct kunit *test)
{
	struct sk_buff *skb = alloc_skb(100, GFP_KERNEL);
	struct all all;

	init_all(test, &all);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb->family = FAMILY + 1;
	kfree_skb(skb);
	KUNIT_EXPECT_STREQ(test, take_events(), "");
	exit_all(test, &all);
	KUNIT_EXPECT_EQ(test, skb_register_release_hook(
			&(struct skb_release_hook){}), -EINVAL);
}

static void orphan_and_noref(struct kunit *test)
{
	struct sk_buff *skb;
	struct all all;

	init_all(test, &all);
	skb = head_with_all(test, &all, alloc_skb(100, GFP_KERNEL));
	skb_orphan(skb);
	KUNIT_EXPECT_STREQ(test, take_events(), "D");
	skb_dst_drop(skb);
	KUNIT_EXPECT_STREQ(test, take_events(), "R");
	skb_dst_set_noref(skb, &all.dst);
	KUNIT_EXPECT_PTR_EQ(test, skb_dst(skb), &all.dst);
	kfree_skb(skb);
	KUNIT_EXPECT_STREQ(test, take_events(), "H");
	exit_all(test, &all);
}

/* ---- mistakes ------------------------------------------------------------ */

static void freed_twice(struct kunit *test)
{
	struct sk_buff *skb = alloc_skb(100, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	kfree_skb(skb);
	if (OCTAVO_ASAN)
		kunit_skip(test, "the sanitizer stops at the first look");
	octavo_report_expect(1);
	kfree_skb(skb);
	KUNIT_EXPECT_NOT_NULL(test, strstr(octavo_last_report(), "refcount"));
}

static void reasons_are_counted(struct kunit *test)
{
	enum skb_drop_reason why = SKB_DROP_REASON_SOCKET_RCVBUFF;
	unsigned long before = skb_nr_dropped(why);
	struct sk_buff *skb = alloc_skb(10, GFP_KERNEL);

	kfree_skb_reason(skb_get(skb), why);
	KUNIT_EXPECT_EQ(test, skb_nr_dropped(why), before);
	kfree_skb_reason(skb, why);
	KUNIT_EXPECT_EQ(test, skb_nr_dropped(why), before + 1);
	kfree_skb_reason(NULL, why);
	KUNIT_EXPECT_EQ(test, skb_nr_dropped(why), before + 1);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(linear),
	KUNIT_CASE(fragmented),
	KUNIT_CASE(zero_copy),
	KUNIT_CASE(managed),
	KUNIT_CASE(frag_listed),
	KUNIT_CASE(clone_freed_first),
	KUNIT_CASE(original_freed_first),
	KUNIT_CASE(fclone_freed_first),
	KUNIT_CASE(fclone_outlives),
	KUNIT_CASE(fclone_states),
	KUNIT_CASE(shared_fragments),
	KUNIT_CASE(hooks_of_other_families),
	KUNIT_CASE(orphan_and_noref),
	KUNIT_CASE(freed_twice),
	KUNIT_CASE(reasons_are_counted),
	{}
};

static struct kunit_suite suite = {
	.name = "skb_release",
	.suite_init = net_suite_init,
	.suite_exit = net_suite_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
