/* SPDX-License-Identifier: MIT */
/*
 * order_test.c - sorting, hashing, checksums, lists by other walks.
 */
#include <kunit/test.h>
#include <octavo/bitfield.h>
#include <octavo/bitrev.h>
#include <octavo/cleanup.h>
#include <octavo/crc.h>
#include <octavo/errno.h>
#include <octavo/hashtable.h>
#include <octavo/list_walk.h>
#include <octavo/llist.h>
#include <octavo/nospec.h>
#include <octavo/once.h>
#include <octavo/radix-tree.h>
#include <octavo/random.h>
#include <octavo/sort.h>
#include <octavo/uuid.h>

#define NR	500

struct item {
	struct list_head list;
	struct hlist_node node;
	struct llist_node lnode;
	int key, nr;
};

static struct item items[NR];

static int cmp_ints(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void sort_array(struct kunit *test)
{
	static int v[NR];
	struct rnd_state rnd;
	int key, nr;

	prandom_seed_state(&rnd, 5);
	for (nr = 0; nr < 70; nr++) {
		for (int i = 0; i < nr; i++)
			v[i] = (int)(prandom_u32_state(&rnd) % 90);
		sort(v, (size_t)nr, sizeof(v[0]), cmp_ints, NULL);
		for (int i = 1; i < nr; i++)
			KUNIT_ASSERT_LE(test, v[i - 1], v[i]);
	}
	nr = 64;
	for (int i = 0; i < nr; i++)
		v[i] = 2 * i;
	for (key = -1; key <= 2 * nr; key++) {
		int *found = bsearch(&key, v, (size_t)nr, sizeof(v[0]), cmp_ints);

		if (key >= 0 && key < 2 * nr && key % 2 == 0)
			KUNIT_ASSERT_PTR_EQ(test, found, &v[key / 2]);
		else
			KUNIT_ASSERT_NULL(test, found);
	}
}

static int cmp_items(void *priv, const struct list_head *a,
		     const struct list_head *b)
{
	return list_entry(a, struct item, list)->key >
	       list_entry(b, struct item, list)->key;
}

static void sort_list(struct kunit *test)
{
	struct item *pos, *before = NULL;
	struct rnd_state rnd;
	LIST_HEAD(head);
	int nr = 0;

	prandom_seed_state(&rnd, 6);
	for (int i = 0; i < NR; i++) {
		items[i].key = (int)(prandom_u32_state(&rnd) % 40);
		items[i].nr = i;
		list_add_tail(&items[i].list, &head);
	}
	list_sort(NULL, &head, cmp_items);
	list_for_each_entry(pos, &head, list) {
		if (before)
			KUNIT_ASSERT_TRUE(test, before->key < pos->key ||
					  (before->key == pos->key &&
					   before->nr < pos->nr));
		before = pos;
		nr++;
	}
	KUNIT_EXPECT_EQ(test, nr, NR);
	KUNIT_EXPECT_PTR_EQ(test, head.prev, &before->list);
}

static void list_moves(struct kunit *test)
{
	struct item *pos, *n;
	LIST_HEAD(head);
	int keys = 0;

	for (int i = 0; i < 5; i++) {
		items[i].key = i;
		list_add_tail(&items[i].list, &head);
	}
	list_swap(&items[0].list, &items[1].list);
	list_bulk_move_tail(&head, &items[0].list, &items[2].list);
	list_for_each_entry_safe(pos, n, &head, list)
		keys = keys * 10 + pos->key;
	KUNIT_EXPECT_EQ(test, keys, 13402);
	pos = &items[2];
	KUNIT_EXPECT_PTR_EQ(test, list_next_entry_circular(pos, &head, list),
			    &items[1]);
	KUNIT_EXPECT_FALSE(test, list_empty_careful(&head));
}

static void hash_tables(struct kunit *test)
{
	DEFINE_HASHTABLE(table, 4);
	struct hlist_node *tmp;
	struct item *pos;
	int bkt, nr = 0;

	for (int i = 0; i < 100; i++) {
		items[i].key = i / 2;
		hash_add(table, &items[i].node, items[i].key);
	}
	hash_for_each_possible(table, pos, node, 7)
		nr += pos->key == 7;
	KUNIT_EXPECT_EQ(test, nr, 2);
	hash_for_each_safe(table, bkt, tmp, pos, node)
		hash_del(&pos->node);
	KUNIT_EXPECT_TRUE(test, hash_empty(table));
	KUNIT_EXPECT_FALSE(test, hash_hashed(&items[3].node));
}

/* The vectors are those in lookup3.c and the catalogue of CRCs. */
static void hash_vectors(struct kunit *test)
{
	static const char text[] = "Four score and seven years ago";
	static const char nine[] = "123456789";

	KUNIT_EXPECT_EQ(test, jhash(text, 30, 0), 0x17770551u);
	KUNIT_EXPECT_EQ(test, jhash(text, 30, 1), 0xcd628161u);
	KUNIT_EXPECT_EQ(test, crc32_le(~0u, nine, 9) ^ ~0u, 0xcbf43926u);
	KUNIT_EXPECT_EQ(test, crc32c(~0u, nine, 9) ^ ~0u, 0xe3069283u);
	KUNIT_EXPECT_EQ(test, crc32_be(~0u, nine, 9) ^ ~0u, 0xfc891918u);
	KUNIT_EXPECT_EQ(test, crc16(0, nine, 9), 0xbb3d);
	KUNIT_EXPECT_EQ(test, crc_ccitt(0, nine, 9), 0x2189);
	KUNIT_EXPECT_EQ(test, crc_itu_t(0, nine, 9), 0x31c3);
	KUNIT_EXPECT_EQ(test, bitrev8(0x13), 0xc8);
	KUNIT_EXPECT_EQ(test, bcd2bin(0x59), 59u);
	KUNIT_EXPECT_EQ(test, bin2bcd(59), 0x59);
}

static void llist_order(struct kunit *test)
{
	LLIST_HEAD(head);
	struct item *pos;
	int nr = 0;

	for (int i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, llist_add(&items[i].lnode, &head), i == 0);
	KUNIT_EXPECT_PTR_EQ(test, llist_del_first(&head), &items[3].lnode);
	llist_for_each_entry(pos, llist_reverse_order(llist_del_all(&head)),
			     lnode)
		KUNIT_EXPECT_PTR_EQ(test, pos, &items[nr++]);
	KUNIT_EXPECT_EQ(test, nr, 3);
	KUNIT_EXPECT_TRUE(test, llist_empty(&head));
}

static void uuid_text(struct kunit *test)
{
	static const char text[] = "00112233-4455-6677-8899-aabbccddeeff";
	uuid_t u, other;
	guid_t g;

	KUNIT_EXPECT_EQ(test, uuid_parse(text, &u), 0);
	KUNIT_EXPECT_EQ(test, u.b[4], 0x44);
	KUNIT_EXPECT_EQ(test, guid_parse(text, &g), 0);
	KUNIT_EXPECT_EQ(test, g.b[4], 0x55);
	KUNIT_EXPECT_EQ(test, uuid_parse("00112233x4455", &u), -EINVAL);
	uuid_gen(&u);
	uuid_gen(&other);
	KUNIT_EXPECT_FALSE(test, uuid_equal(&u, &other));
	KUNIT_EXPECT_EQ(test, u.b[6] >> 4, 4);
	KUNIT_EXPECT_EQ(test, u.b[8] >> 6, 2);
}

static void radix_names(struct kunit *test)
{
	RADIX_TREE(root, GFP_KERNEL);
	void *found[4];

	KUNIT_EXPECT_EQ(test, radix_tree_insert(&root, 5, &items[5]), 0);
	KUNIT_EXPECT_EQ(test, radix_tree_insert(&root, 5, &items[5]), -EEXIST);
	KUNIT_EXPECT_EQ(test, radix_tree_insert(&root, 900, &items[9]), 0);
	radix_tree_tag_set(&root, 900, 1);
	KUNIT_EXPECT_EQ(test, radix_tree_gang_lookup(&root, found, 0, 4), 2u);
	KUNIT_EXPECT_EQ(test, radix_tree_gang_lookup_tag(&root, found, 0, 4, 1),
			1u);
	KUNIT_EXPECT_PTR_EQ(test, found[0], (void *)&items[9]);
	KUNIT_EXPECT_NULL(test, radix_tree_delete_item(&root, 5, &items[6]));
	radix_tree_delete(&root, 5);
	radix_tree_delete(&root, 900);
	KUNIT_EXPECT_TRUE(test, radix_tree_empty(&root));
}

static void bits_of_fields(struct kunit *test)
{
	static const u32 mask = 0x0ff0;
	u32 v = FIELD_PREP(0x0ff0u, 0x12), nr = 0;

	KUNIT_EXPECT_EQ(test, v, 0x120u);
	KUNIT_EXPECT_EQ(test, FIELD_GET(0x0ff0u, 0xf34fu), 0x34u);
	KUNIT_EXPECT_TRUE(test, FIELD_FIT(0x0ff0u, 0xff));
	KUNIT_EXPECT_FALSE(test, FIELD_FIT(0x0ff0u, 0x100));
	FIELD_MODIFY(0x0ff0u, &v, 0xab);
	KUNIT_EXPECT_EQ(test, v, 0xab0u);
	KUNIT_EXPECT_EQ(test, u32_replace_bits(0xffffffff, 1, mask), 0xfffff01fu);
	KUNIT_EXPECT_EQ(test, be16_get_bits(cpu_to_be16(0x1234), 0xff00), 0x12);
	KUNIT_EXPECT_EQ(test, be32_encode_bits(0x56, 0xff), cpu_to_be32(0x56));
	for (int i = 0; i < 3; i++)
		nr += DO_ONCE(get_random_bytes, &v, sizeof(v));
	KUNIT_EXPECT_EQ(test, nr, 1u);
}

static int undone;
DEFINE_FREE(counted, int *, if (_T) undone += *_T)
DEFINE_GUARD(counting, int *, ++*_T, --*_T)

static int *kept(int *p)
{
	int *held __free(counted) = p;

	return_ptr(held);
}

static void scopes_end(struct kunit *test)
{
	int v = 3, depth = 0, rounds = 0;

	undone = 0;

	{
		int *p __free(counted) = &v;
		guard(counting)(&depth);

		KUNIT_EXPECT_EQ(test, depth, 1);
		KUNIT_EXPECT_PTR_EQ(test, p, &v);
	}
	KUNIT_EXPECT_EQ(test, depth, 0);
	KUNIT_EXPECT_EQ(test, undone, 3);
	KUNIT_EXPECT_PTR_EQ(test, kept(&v), &v);
	KUNIT_EXPECT_EQ(test, undone, 3);
	scoped_guard(counting, &depth)
		rounds += depth;
	KUNIT_EXPECT_EQ(test, rounds, 1);
	KUNIT_EXPECT_EQ(test, depth, 0);
	KUNIT_EXPECT_EQ(test, array_index_nospec(4, 5), 4);
	KUNIT_EXPECT_EQ(test, array_index_nospec(5, 5), 0);
}

static struct kunit_case order_cases[] = {
	KUNIT_CASE(sort_array),
	KUNIT_CASE(sort_list),
	KUNIT_CASE(list_moves),
	KUNIT_CASE(hash_tables),
	KUNIT_CASE(hash_vectors),
	KUNIT_CASE(llist_order),
	KUNIT_CASE(uuid_text),
	KUNIT_CASE(radix_names),
	KUNIT_CASE(bits_of_fields),
	KUNIT_CASE(scopes_end),
	{}
};

static struct kunit_suite order_suite = {
	.name = "order",
	.test_cases = order_cases,
};

kunit_test_suites(&order_suite);
