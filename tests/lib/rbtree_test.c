/* SPDX-License-Identifier: MIT */
/*
 * rbtree_test.c - red-black trees against a table of what should be there.
 */
#include <kunit/test.h>
#include <octavo/rbtree.h>

#define KEYS	512

struct thing {
	struct rb_node node;
	int key;
	bool in;
};

static struct thing things[KEYS];

static int key_of(const struct rb_node *node)
{
	return rb_entry(node, struct thing, node)->key;
}

static bool less(struct rb_node *a, const struct rb_node *b)
{
	return key_of(a) < key_of(b);
}

static int compare_nodes(struct rb_node *a, const struct rb_node *b)
{
	return key_of(a) - key_of(b);
}

static int compare_key(const void *key, const struct rb_node *b)
{
	return *(const int *)key - key_of(b);
}

static int rbtree_init(struct kunit *test)
{
	for (int i = 0; i < KEYS; i++)
		things[i] = (struct thing){ .key = i };
	return 0;
}

/* Both walks must meet exactly what the table says, in order. */
static void expect_same(struct kunit *test, const struct rb_root *root)
{
	struct rb_node *node = rb_first(root);
	long nr = 0;

	for (int i = 0; i < KEYS; i++) {
		if (!things[i].in)
			continue;
		KUNIT_ASSERT_PTR_EQ(test, node, &things[i].node);
		node = rb_next(node);
		nr++;
	}
	KUNIT_ASSERT_NULL(test, node);
	node = rb_last(root);
	for (int i = KEYS - 1; i >= 0; i--) {
		if (!things[i].in)
			continue;
		KUNIT_ASSERT_PTR_EQ(test, node, &things[i].node);
		node = rb_prev(node);
	}
	KUNIT_ASSERT_NULL(test, node);
	KUNIT_ASSERT_EQ(test, rb_check(root), nr);
}

static void rbtree_empty(struct kunit *test)
{
	struct rb_root root = RB_ROOT;
	struct rb_node node;

	KUNIT_EXPECT_TRUE(test, RB_EMPTY_ROOT(&root));
	KUNIT_EXPECT_NULL(test, rb_first(&root));
	KUNIT_EXPECT_NULL(test, rb_last(&root));
	KUNIT_EXPECT_EQ(test, rb_check(&root), 0);
	RB_CLEAR_NODE(&node);
	KUNIT_EXPECT_TRUE(test, RB_EMPTY_NODE(&node));
	KUNIT_EXPECT_NULL(test, rb_next(&node));
}

/* Every insertion order that makes trouble for an unbalanced tree. */
static void rbtree_ordered_insertions(struct kunit *test)
{
	struct rb_root up = RB_ROOT, down = RB_ROOT;

	for (int i = 0; i < KEYS; i++) {
		rb_add(&things[i].node, &up, less);
		KUNIT_ASSERT_EQ(test, rb_check(&up), i + 1);
	}
	for (int i = 0; i < KEYS; i++)
		rb_erase(&things[i].node, &up);
	KUNIT_EXPECT_TRUE(test, RB_EMPTY_ROOT(&up));
	for (int i = KEYS - 1; i >= 0; i--)
		rb_add(&things[i].node, &down, less);
	KUNIT_EXPECT_EQ(test, rb_check(&down), KEYS);
	for (int i = 0; i < KEYS; i++) {
		rb_erase(&things[i ^ 37].node, &down);
		KUNIT_ASSERT_EQ(test, rb_check(&down), KEYS - 1 - i);
	}
}

static void toggle(struct kunit *test, struct rb_root *root, int key)
{
	struct thing *thing = &things[key];

	if (thing->in)
		rb_erase(&thing->node, root);
	else
		KUNIT_ASSERT_NULL(test, rb_find_add(&thing->node, root,
						    compare_nodes));
	thing->in = !thing->in;
}

static void rbtree_random(struct kunit *test)
{
	struct rb_root root = RB_ROOT;

	for (int i = 0; i < 200000; i++) {
		/* Now many, now few, so that it grows and empties. */
		u32 range = i & 0x4000 ? KEYS : 24;

		toggle(test, &root, (int)kunit_random_below(test, range));
		if (i % 512 == 0)
			expect_same(test, &root);
	}
	expect_same(test, &root);
}

static void rbtree_find(struct kunit *test)
{
	struct rb_root root = RB_ROOT;
	int key = 6, no_key = 7;

	for (int i = 0; i < KEYS; i++) {
		things[i].key = i / 4 * 2;
		rb_add(&things[i].node, &root, less);
	}
	KUNIT_EXPECT_PTR_EQ(test, rb_find_first(&key, &root, compare_key),
			    &things[12].node);
	KUNIT_ASSERT_NOT_NULL(test, rb_find(&key, &root, compare_key));
	KUNIT_EXPECT_EQ(test, key_of(rb_find(&key, &root, compare_key)), 6);
	KUNIT_EXPECT_NULL(test, rb_find(&no_key, &root, compare_key));
	/* Equal keys stand in the order they came. */
	for (int i = 0; i + 1 < KEYS; i++)
		KUNIT_ASSERT_PTR_EQ(test, rb_next(&things[i].node),
				    &things[i + 1].node);
}

static void rbtree_cached_first(struct kunit *test)
{
	struct rb_root_cached root = RB_ROOT_CACHED;

	for (int i = 100; i < 110; i++)
		rb_add_cached(&things[i ^ 1].node, &root, less);
	for (int i = 100; i < 110; i++) {
		KUNIT_EXPECT_PTR_EQ(test, rb_first_cached(&root),
				    &things[i].node);
		rb_erase_cached(&things[i].node, &root);
	}
	KUNIT_EXPECT_NULL(test, rb_first_cached(&root));
}

static void rbtree_replace(struct kunit *test)
{
	struct thing other = { .key = 20 };
	struct rb_root root = RB_ROOT;

	for (int i = 0; i < 50; i++)
		rb_add(&things[i].node, &root, less);
	rb_replace_node(&things[20].node, &other.node, &root);
	KUNIT_EXPECT_EQ(test, rb_check(&root), 50);
	KUNIT_EXPECT_PTR_EQ(test, rb_next(&things[19].node), &other.node);
}

static void rbtree_postorder(struct kunit *test)
{
	struct rb_root root = RB_ROOT;
	struct thing *pos, *next;
	int nr = 0;

	for (int i = 0; i < KEYS; i++)
		rb_add(&things[i].node, &root, less);
	rbtree_postorder_for_each_entry_safe(pos, next, &root, node) {
		if (pos->node.rb_left)
			KUNIT_ASSERT_TRUE(test, rb_entry(pos->node.rb_left,
						struct thing, node)->in);
		if (pos->node.rb_right)
			KUNIT_ASSERT_TRUE(test, rb_entry(pos->node.rb_right,
						struct thing, node)->in);
		pos->in = true;
		nr++;
	}
	KUNIT_EXPECT_EQ(test, nr, KEYS);
}

/* The checker itself finds each kind of damage. */
static void rbtree_check_finds_damage(struct kunit *test)
{
	struct rb_root root = RB_ROOT;
	struct rb_node *top;

	for (int i = 0; i < 31; i++)
		rb_add(&things[i].node, &root, less);
	top = root.rb_node;
	top->__rb_parent_color &= ~1ul;
	KUNIT_EXPECT_EQ_MSG(test, rb_check(&root), -1, "red root");
	top->__rb_parent_color |= 1;
	things[0].node.__rb_parent_color ^= 1;
	KUNIT_EXPECT_EQ_MSG(test, rb_check(&root), -1, "recoloured leaf");
	things[0].node.__rb_parent_color ^= 1;
	KUNIT_EXPECT_EQ(test, rb_check(&root), 31);
}

static struct kunit_case rbtree_cases[] = {
	KUNIT_CASE(rbtree_empty),
	KUNIT_CASE(rbtree_ordered_insertions),
	KUNIT_CASE(rbtree_random),
	KUNIT_CASE(rbtree_find),
	KUNIT_CASE(rbtree_cached_first),
	KUNIT_CASE(rbtree_replace),
	KUNIT_CASE(rbtree_postorder),
	KUNIT_CASE(rbtree_check_finds_damage),
	{}
};

static struct kunit_suite rbtree_suite = {
	.name = "rbtree",
	.init = rbtree_init,
	.test_cases = rbtree_cases,
};

kunit_test_suites(&rbtree_suite);
