/* SPDX-License-Identifier: MIT */
/*
 * rbtree.h - balanced search trees inside their elements.
 *
 * The caller walks down, links the node where it belongs and asks for the
 * colours to be put right; rb_add() and rb_find() do both for a comparison
 * function.
 *
 * Invariants of a red-black tree: the root is black; a red node has no red
 * child; every way from a node down to a missing child meets equally many
 * black nodes. So the longest way is at most twice the shortest.
 *
 * Locking: the caller's.
 * Source: Guibas and Sedgewick 1978; Cormen et al., Introduction to
 * Algorithms, ch. 13, written down without recursion and without a sentinel.
 */
#ifndef OCTAVO_RBTREE_H
#define OCTAVO_RBTREE_H

#include <octavo/types.h>

struct rb_node {
	unsigned long __rb_parent_color;	/* parent | 1 if black */
	struct rb_node *rb_right;
	struct rb_node *rb_left;
} __aligned(sizeof(long));

struct rb_root {
	struct rb_node *rb_node;
};

/* A tree that knows its first node. */
struct rb_root_cached {
	struct rb_root rb_root;
	struct rb_node *rb_leftmost;
};

#define RB_ROOT			((struct rb_root){ NULL })
#define RB_ROOT_CACHED		((struct rb_root_cached){ { NULL }, NULL })
#define RB_EMPTY_ROOT(root)	((root)->rb_node == NULL)
#define rb_parent(n)						\
	((struct rb_node *)((n)->__rb_parent_color & ~3ul))

/* A node that is in no tree points to itself, once RB_CLEAR_NODE() was used. */
#define RB_CLEAR_NODE(n)	((n)->__rb_parent_color = (unsigned long)(n))
#define RB_EMPTY_NODE(n)	((n)->__rb_parent_color == (unsigned long)(n))

#define rb_entry(ptr, type, member)	container_of(ptr, type, member)
#define rb_entry_safe(ptr, type, member)				\
	({ __typeof__(ptr) rb_p = (ptr);				\
	   rb_p ? rb_entry(rb_p, type, member) : NULL; })

/**
 * rb_insert_color() - put the tree right after rb_link_node()
 * @node: just linked
 * @root: its tree
 *
 * Cost: O(log n), at most two rotations.
 * Context: Any context.
 */
void rb_insert_color(struct rb_node *node, struct rb_root *root);

/**
 * rb_erase() - take a node out of a tree
 * @node: in the tree; what it points to afterwards is undefined
 * @root: the tree
 *
 * Cost: O(log n), at most three rotations.
 * Context: Any context.
 */
void rb_erase(struct rb_node *node, struct rb_root *root);

/**
 * rb_replace_node() - let a node take another's place
 * @victim: in the tree
 * @new: not in a tree; must compare equal to @victim
 * @root: the tree
 *
 * Context: Any context.
 */
void rb_replace_node(struct rb_node *victim, struct rb_node *new,
		     struct rb_root *root);

/**
 * rb_first() - the smallest node
 * @root: a tree
 *
 * Context: Any context.
 * Return: the node, NULL for an empty tree.
 */
struct rb_node *rb_first(const struct rb_root *root);

/**
 * rb_last() - the largest node
 * @root: a tree
 *
 * Context: Any context.
 * Return: the node, NULL for an empty tree.
 */
struct rb_node *rb_last(const struct rb_root *root);

/**
 * rb_next() - the node that follows in order
 * @node: in a tree
 *
 * Context: Any context.
 * Return: the node, NULL after the last or if @node is RB_EMPTY_NODE().
 */
struct rb_node *rb_next(const struct rb_node *node);

/**
 * rb_prev() - the node that precedes in order
 * @node: in a tree
 *
 * Context: Any context.
 * Return: the node, NULL before the first or if @node is RB_EMPTY_NODE().
 */
struct rb_node *rb_prev(const struct rb_node *node);

/**
 * rb_first_postorder() - first node of a walk that meets children first
 * @root: a tree
 *
 * Context: Any context.
 * Return: the node, NULL for an empty tree.
 */
struct rb_node *rb_first_postorder(const struct rb_root *root);

/**
 * rb_next_postorder() - next node of a walk that meets children first
 * @node: in a tree, or NULL
 *
 * Context: Any context.
 * Return: the node, NULL at the end.
 */
struct rb_node *rb_next_postorder(const struct rb_node *node);

/**
 * rb_check() - test the invariants of a tree
 * @root: a tree
 *
 * Cost: O(n).
 * Context: Any context.
 * Return: the number of nodes, or -1 if an invariant or a parent link is
 *	broken.
 */
long rb_check(const struct rb_root *root);

/* Hang @node, red and without children, into *@link, which is empty. */
static inline void rb_link_node(struct rb_node *node, struct rb_node *parent,
				struct rb_node **link)
{
	node->__rb_parent_color = (unsigned long)parent;
	node->rb_left = NULL;
	node->rb_right = NULL;
	*link = node;
}

#define rb_first_cached(root)	((root)->rb_leftmost)

static inline void rb_insert_color_cached(struct rb_node *node,
					  struct rb_root_cached *root,
					  bool leftmost)
{
	if (leftmost)
		root->rb_leftmost = node;
	rb_insert_color(node, &root->rb_root);
}

static inline void rb_erase_cached(struct rb_node *node,
				   struct rb_root_cached *root)
{
	if (root->rb_leftmost == node)
		root->rb_leftmost = rb_next(node);
	rb_erase(node, &root->rb_root);
}

/* Insert @node; equal nodes keep the order they came in. */
static inline void rb_add(struct rb_node *node, struct rb_root *root,
			  bool (*less)(struct rb_node *,
				       const struct rb_node *))
{
	struct rb_node **link = &root->rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = less(node, parent) ? &parent->rb_left :
					    &parent->rb_right;
	}
	rb_link_node(node, parent, link);
	rb_insert_color(node, root);
}

/* As rb_add(), for a tree that knows its first; @node if it is now that. */
static inline struct rb_node *
rb_add_cached(struct rb_node *node, struct rb_root_cached *root,
	      bool (*less)(struct rb_node *, const struct rb_node *))
{
	struct rb_node **link = &root->rb_root.rb_node, *parent = NULL;
	bool leftmost = true;

	while (*link) {
		parent = *link;
		if (less(node, parent)) {
			link = &parent->rb_left;
		} else {
			link = &parent->rb_right;
			leftmost = false;
		}
	}
	rb_link_node(node, parent, link);
	rb_insert_color_cached(node, root, leftmost);
	return leftmost ? node : NULL;
}

/* Insert @node unless there is an equal one, which is then answered. */
static inline struct rb_node *
rb_find_add(struct rb_node *node, struct rb_root *root,
	    int (*cmp)(struct rb_node *, const struct rb_node *))
{
	struct rb_node **link = &root->rb_node, *parent = NULL;

	while (*link) {
		int c = cmp(node, parent = *link);

		if (c == 0)
			return parent;
		link = c < 0 ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(node, parent, link);
	rb_insert_color(node, root);
	return NULL;
}

/* A node for which cmp(@key, node) is 0, or NULL. */
static inline struct rb_node *
rb_find(const void *key, const struct rb_root *root,
	int (*cmp)(const void *key, const struct rb_node *))
{
	struct rb_node *node = root->rb_node;

	while (node) {
		int c = cmp(key, node);

		if (c == 0)
			return node;
		node = c < 0 ? node->rb_left : node->rb_right;
	}
	return NULL;
}

/* The first of the nodes for which cmp(@key, node) is 0, or NULL. */
static inline struct rb_node *
rb_find_first(const void *key, const struct rb_root *root,
	      int (*cmp)(const void *key, const struct rb_node *))
{
	struct rb_node *node = root->rb_node, *match = NULL;

	while (node) {
		int c = cmp(key, node);

		if (c <= 0) {
			if (c == 0)
				match = node;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return match;
}

#define rbtree_postorder_for_each_entry_safe(pos, n, root, field)	\
	for (pos = rb_entry_safe(rb_first_postorder(root),		\
				 __typeof__(*pos), field);		\
	     pos && ({ n = rb_entry_safe(rb_next_postorder(&pos->field),\
					 __typeof__(*pos), field); 1; });\
	     pos = n)

#endif
