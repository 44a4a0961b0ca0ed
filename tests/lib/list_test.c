/* SPDX-License-Identifier: MIT */
/*
 * list_test.c - list_head and hlist, and what they say when broken.
 */
#include <kunit/test.h>
#include <octavo/list.h>

struct item {
	int val;
	struct list_head link;
	struct hlist_node node;
};

#define NR	5

struct items {
	struct list_head head;
	struct item item[NR];
};

static void fill(struct items *s)
{
	INIT_LIST_HEAD(&s->head);
	for (int i = 0; i < NR; i++) {
		s->item[i].val = i;
		list_add_tail(&s->item[i].link, &s->head);
	}
}

/* The values in order, as digits, checked both ways. */
static void expect_order(struct kunit *test, struct list_head *head,
			 const char *want)
{
	char there[NR + 1] = "", back[NR + 1] = "";
	struct item *item;
	int n = 0;

	list_for_each_entry(item, head, link)
		there[n++] = (char)('0' + item->val);
	KUNIT_EXPECT_STREQ(test, there, want);
	list_for_each_entry_reverse(item, head, link)
		back[--n] = (char)('0' + item->val);
	KUNIT_EXPECT_STREQ(test, back, want);
}

static void list_add_and_del(struct kunit *test)
{
	struct item a = { .val = 1 }, b = { .val = 2 };
	LIST_HEAD(head);

	KUNIT_EXPECT_TRUE(test, list_empty(&head));
	list_add(&a.link, &head);
	KUNIT_EXPECT_TRUE(test, list_is_singular(&head));
	list_add(&b.link, &head);
	expect_order(test, &head, "21");
	KUNIT_EXPECT_TRUE(test, list_is_first(&b.link, &head));
	KUNIT_EXPECT_TRUE(test, list_is_last(&a.link, &head));
	list_del(&b.link);
	KUNIT_EXPECT_PTR_EQ(test, b.link.next, LIST_POISON1);
	list_del_init(&a.link);
	KUNIT_EXPECT_TRUE(test, list_empty(&head));
	KUNIT_EXPECT_TRUE(test, list_empty(&a.link));
	KUNIT_EXPECT_NULL(test, list_first_entry_or_null(&head, struct item,
							 link));
}

static void list_move_splice_cut(struct kunit *test)
{
	struct items s, t;
	LIST_HEAD(cut);

	fill(&s);
	list_move(&s.item[3].link, &s.head);
	expect_order(test, &s.head, "30124");
	list_move_tail(&s.item[3].link, &s.head);
	expect_order(test, &s.head, "01243");
	list_rotate_left(&s.head);
	expect_order(test, &s.head, "12430");
	list_cut_position(&cut, &s.head, &s.item[2].link);
	expect_order(test, &cut, "12");
	expect_order(test, &s.head, "430");
	list_splice_tail_init(&cut, &s.head);
	expect_order(test, &s.head, "43012");
	KUNIT_EXPECT_TRUE(test, list_empty(&cut));
	INIT_LIST_HEAD(&t.head);
	list_splice_init(&s.head, &t.head);
	expect_order(test, &t.head, "43012");
	KUNIT_EXPECT_EQ(test, list_count_nodes(&t.head), 5);
}

static void list_replace_takes_place(struct kunit *test)
{
	struct item new = { .val = 9 };
	struct items s;

	fill(&s);
	list_replace(&s.item[2].link, &new.link);
	expect_order(test, &s.head, "01934");
}

static void list_safe_walk_deletes(struct kunit *test)
{
	struct item *item, *next;
	struct items s;

	fill(&s);
	list_for_each_entry_safe(item, next, &s.head, link)
		if (item->val % 2)
			list_del(&item->link);
	expect_order(test, &s.head, "024");
	list_for_each_entry_safe_reverse(item, next, &s.head, link)
		list_del(&item->link);
	KUNIT_EXPECT_TRUE(test, list_empty(&s.head));
}

static void list_double_del_reported(struct kunit *test)
{
	struct items s;
	char want[80];

	fill(&s);
	list_del(&s.item[1].link);
	octavo_report_expect(1);
	list_del(&s.item[1].link);
	snprintf(want, sizeof(want), "list_del of %p, which was deleted before",
		 &s.item[1].link);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	expect_order(test, &s.head, "0234");
}

static void list_double_add_reported(struct kunit *test)
{
	struct items s;
	char want[80];

	fill(&s);
	octavo_report_expect(1);
	list_add_tail(&s.item[4].link, &s.head);
	snprintf(want, sizeof(want),
		 "list_add of %p, which is in the list already",
		 &s.item[4].link);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	expect_order(test, &s.head, "01234");
}

/* A neighbour that was overwritten is not followed. */
static void list_corruption_reported(struct kunit *test)
{
	struct list_head elsewhere = LIST_HEAD_INIT(elsewhere);
	struct item new = { .val = 7 };
	struct items s;
	char want[200];

	fill(&s);
	s.item[2].link.prev = &elsewhere;
	octavo_report_expect(2);
	list_del(&s.item[1].link);
	snprintf(want, sizeof(want),
		 "list_del of %p: list broken: next %p points back to %p",
		 &s.item[1].link, &s.item[2].link, &elsewhere);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	list_add(&new.link, &s.item[1].link);
	snprintf(want, sizeof(want),
		 "list_add of %p: list broken at %p: prev is %p, should be %p",
		 &new.link, &s.item[2].link, &elsewhere, &s.item[1].link);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	KUNIT_EXPECT_TRUE(test, list_empty(&elsewhere));
	KUNIT_EXPECT_PTR_EQ(test, s.item[1].link.next, &s.item[2].link);
}

/* Memory that is still zero is no list, and is not followed either. */
static void list_uninitialised_reported(struct kunit *test)
{
	struct list_head head = { NULL, NULL };
	struct item item = { .val = 1 };
	char want[100];

	octavo_report_expect(2);
	list_add(&item.link, &head);
	snprintf(want, sizeof(want),
		 "list_add of %p between %p and %p, which are no list",
		 &item.link, &head, (void *)NULL);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	list_del(&item.link);
	snprintf(want, sizeof(want), "list_del of %p, which was never in a list",
		 &item.link);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
}

static void hlist_misuse_reported(struct kunit *test)
{
	struct item a = { .val = 1 }, b = { .val = 2 };
	struct hlist_node *other = &b.node;
	HLIST_HEAD(head);
	char want[100];

	octavo_report_expect(3);
	hlist_del(&a.node);
	snprintf(want, sizeof(want),
		 "hlist_del of %p, which was never in a list", &a.node);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	hlist_add_head(&a.node, &head);
	hlist_del(&a.node);
	hlist_del(&a.node);
	snprintf(want, sizeof(want),
		 "hlist_del of %p, which was deleted before", &a.node);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	hlist_add_head(&a.node, &head);
	a.node.pprev = &other;
	hlist_del_init(&a.node);
	snprintf(want, sizeof(want),
		 "hlist_del of %p: list broken: %p points to %p", &a.node,
		 &other, &b.node);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	KUNIT_EXPECT_PTR_EQ(test, other, &b.node);
}

static void hlist_adds_and_deletes(struct kunit *test)
{
	struct item item[4] = { { .val = 0 }, { .val = 1 }, { .val = 2 },
				{ .val = 3 } }, *pos;
	struct hlist_node *next;
	char order[5] = "";
	HLIST_HEAD(head);
	int n = 0;

	KUNIT_EXPECT_TRUE(test, hlist_empty(&head));
	hlist_add_head(&item[1].node, &head);
	hlist_add_head(&item[0].node, &head);
	hlist_add_behind(&item[3].node, &item[1].node);
	hlist_add_before(&item[2].node, &item[3].node);
	hlist_for_each_entry(pos, &head, node)
		order[n++] = (char)('0' + pos->val);
	KUNIT_EXPECT_STREQ(test, order, "0123");
	hlist_for_each_entry_safe(pos, next, &head, node)
		hlist_del_init(&pos->node);
	KUNIT_EXPECT_TRUE(test, hlist_empty(&head));
	KUNIT_EXPECT_TRUE(test, hlist_unhashed(&item[2].node));
	hlist_del_init(&item[2].node);
}

static struct kunit_case list_cases[] = {
	KUNIT_CASE(list_add_and_del),
	KUNIT_CASE(list_move_splice_cut),
	KUNIT_CASE(list_replace_takes_place),
	KUNIT_CASE(list_safe_walk_deletes),
	KUNIT_CASE(list_double_del_reported),
	KUNIT_CASE(list_double_add_reported),
	KUNIT_CASE(list_corruption_reported),
	KUNIT_CASE(list_uninitialised_reported),
	KUNIT_CASE(hlist_adds_and_deletes),
	KUNIT_CASE(hlist_misuse_reported),
	{}
};

static struct kunit_suite list_suite = {
	.name = "list",
	.test_cases = list_cases,
};

kunit_test_suites(&list_suite);
