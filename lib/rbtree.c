/* SPDX-License-Identifier: MIT */
/*
 * rbtree.c - putting red-black trees right after a change.
 *
 * Invariants (R1 root black, R2 no red child of a red node, R3 equal number
 * of black nodes on every way down) hold between calls. Insertion can only
 * break R2 or R1, at the new node; removal can only break R3, below the place
 * where a black node went missing. Both are mended upwards:
 *
 *	insert at red n with red parent p, grandparent g, uncle u
 *	  u red:	recolour p, u black, g red; go on at g
 *	  u black:	turn n outward (rotate p), then rotate g the other
 *			way; done
 *
 *	erase, the side of x below p lacks a black node, sibling s
 *	  s red:	rotate p towards x; s is now black; go on
 *	  s black, its children black: s red; p red -> black, done;
 *			else go on at p
 *	  s black, far child red (made so by rotating s): rotate p towards x,
 *			s takes p's colour, p and the far child black; done
 *
 * The mirrored cases are one code: a node's children are addressed by a side,
 * 0 left, 1 right.
 *
 * Source: see octavo/rbtree.h.
 */
#include <octavo/rbtree.h>

#define RED	0ul
#define BLACK	1ul

/* The link of a side; the compiler makes one address of it. */
static inline struct rb_node **child(struct rb_node *n, int side)
{
	return side ? &n->rb_right : &n->rb_left;
}

static inline bool is_red(const struct rb_node *n)
{
	return n && !(n->__rb_parent_color & 1);
}

static inline unsigned long colour_of(const struct rb_node *n)
{
	return n->__rb_parent_color & 1;
}

static inline void set_colour(struct rb_node *n, unsigned long colour)
{
	n->__rb_parent_color = (n->__rb_parent_color & ~1ul) | colour;
}

static inline void set_parent(struct rb_node *n, struct rb_node *parent)
{
	n->__rb_parent_color = (unsigned long)parent | colour_of(n);
}

static inline int side_of(const struct rb_node *n, const struct rb_node *parent)
{
	return parent->rb_right == n;
}

/* Let @new stand where @old stands below @parent. */
static void change_child(struct rb_node *old, struct rb_node *new,
			 struct rb_node *parent, struct rb_root *root)
{
	if (parent)
		*child(parent, side_of(old, parent)) = new;
	else
		root->rb_node = new;
}

/* Move @n down to @side; its other child comes up and is answered. */
static __always_inline struct rb_node *
turn(struct rb_node *n, int side, struct rb_root *root)
{
	struct rb_node *up = *child(n, !side), *mid = *child(up, side);
	struct rb_node *parent = rb_parent(n);

	*child(n, !side) = mid;
	if (mid)
		set_parent(mid, n);
	change_child(n, up, parent, root);
	set_parent(up, parent);
	*child(up, side) = n;
	set_parent(n, up);
	return up;
}

static noinline struct rb_node *rotate(struct rb_node *n, int side,
				       struct rb_root *root)
{
	return turn(n, side, root);
}

/* @node and @parent, on @side of @grand, are red. Answers the node that is now
 * to be looked at, or NULL. */
static __always_inline struct rb_node *
insert_mend(struct rb_node *node, struct rb_node *parent, struct rb_node *grand,
	    int side, struct rb_root *root)
{
	struct rb_node *uncle = *child(grand, !side);

	if (is_red(uncle)) {
		set_colour(parent, BLACK);
		set_colour(uncle, BLACK);
		set_colour(grand, RED);
		return grand;
	}
	if (*child(parent, !side) == node)
		parent = rotate(parent, side, root);
	turn(grand, !side, root);
	set_colour(parent, BLACK);
	set_colour(grand, RED);
	return NULL;
}

static noinline void insert_mend_all(struct rb_node *node,
				     struct rb_root *root)
{
	struct rb_node *parent, *grand;

	while (node) {
		parent = rb_parent(node);
		if (!parent) {
			set_colour(node, BLACK);
			return;
		}
		if (!is_red(parent))
			return;
		grand = rb_parent(parent);
		node = parent == grand->rb_left ?
		       insert_mend(node, parent, grand, 0, root) :
		       insert_mend(node, parent, grand, 1, root);
	}
}

/* Half of the new nodes have a black parent. */
void rb_insert_color(struct rb_node *node, struct rb_root *root)
{
	if (!rb_parent(node) || is_red(rb_parent(node)))
		insert_mend_all(node, root);
}

/* The last step of an erasure: @sibling is black and has a red child. */
static void erase_rotate(struct rb_node *parent, struct rb_node *sibling,
			 int side, struct rb_root *root)
{
	if (!is_red(*child(sibling, !side))) {
		set_colour(*child(sibling, side), BLACK);
		set_colour(sibling, RED);
		sibling = rotate(sibling, !side, root);
	}
	set_colour(sibling, colour_of(parent));
	set_colour(parent, BLACK);
	set_colour(*child(sibling, !side), BLACK);
	rotate(parent, side, root);
}

/* The ways through @node, which may be NULL, lack one black node. */
static void erase_color(struct rb_node *node, struct rb_node *parent,
			struct rb_root *root)
{
	while (parent && !is_red(node)) {
		int side = node ? side_of(node, parent) :
				  parent->rb_left != NULL;
		struct rb_node *sibling = *child(parent, !side);

		if (is_red(sibling)) {
			set_colour(sibling, BLACK);
			set_colour(parent, RED);
			rotate(parent, side, root);
			sibling = *child(parent, !side);
		}
		if (is_red(sibling->rb_left) || is_red(sibling->rb_right)) {
			erase_rotate(parent, sibling, side, root);
			return;
		}
		set_colour(sibling, RED);
		node = parent;
		parent = rb_parent(node);
	}
	if (node)
		set_colour(node, BLACK);
}

/* Put @next, the successor of @node and below it, into its place. Answers the
 * colour that left the tree; where from: below *@parent at @next's child. */
static unsigned long replace_by_next(struct rb_node *node,
				     struct rb_node *next,
				     struct rb_node **parent,
				     struct rb_root *root)
{
	struct rb_node *gap = next->rb_right;
	unsigned long lost = colour_of(next);

	*parent = rb_parent(next);
	if (*parent == node) {
		*parent = next;
	} else {
		(*parent)->rb_left = gap;
		if (gap)
			set_parent(gap, *parent);
		next->rb_right = node->rb_right;
		set_parent(next->rb_right, next);
	}
	next->rb_left = node->rb_left;
	set_parent(next->rb_left, next);
	change_child(node, next, rb_parent(node), root);
	next->__rb_parent_color = node->__rb_parent_color;
	return lost;
}

void rb_erase(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *gap, *parent, *next;
	unsigned long lost;

	if (node->rb_left && node->rb_right) {
		for (next = node->rb_right; next->rb_left; )
			next = next->rb_left;
		gap = next->rb_right;
		lost = replace_by_next(node, next, &parent, root);
	} else {
		gap = node->rb_left ? node->rb_left : node->rb_right;
		parent = rb_parent(node);
		lost = colour_of(node);
		change_child(node, gap, parent, root);
		if (gap)
			set_parent(gap, parent);
	}
	if (lost == BLACK)
		erase_color(gap, parent, root);
}

void rb_replace_node(struct rb_node *victim, struct rb_node *new,
		     struct rb_root *root)
{
	*new = *victim;
	if (new->rb_left)
		set_parent(new->rb_left, new);
	if (new->rb_right)
		set_parent(new->rb_right, new);
	change_child(victim, new, rb_parent(victim), root);
}

/* The outermost node below @n on a side. */
static struct rb_node *outermost(struct rb_node *n, int side)
{
	while (n && *child(n, side))
		n = *child(n, side);
	return n;
}

/* The neighbour in order. */
static struct rb_node *step(const struct rb_node *node, int side)
{
	struct rb_node *n = (struct rb_node *)node, *parent;

	if (RB_EMPTY_NODE(n))
		return NULL;
	if (*child(n, side))
		return outermost(*child(n, side), !side);
	while ((parent = rb_parent(n)) && side_of(n, parent) == side)
		n = parent;
	return parent;
}

struct rb_node *rb_first(const struct rb_root *root)
{
	return outermost(root->rb_node, 0);
}

struct rb_node *rb_last(const struct rb_root *root)
{
	return outermost(root->rb_node, 1);
}

struct rb_node *rb_next(const struct rb_node *node)
{
	return step(node, 1);
}

struct rb_node *rb_prev(const struct rb_node *node)
{
	return step(node, 0);
}

static struct rb_node *deepest_first(struct rb_node *n)
{
	while (n && (n->rb_left || n->rb_right))
		n = n->rb_left ? n->rb_left : n->rb_right;
	return n;
}

struct rb_node *rb_first_postorder(const struct rb_root *root)
{
	return deepest_first(root->rb_node);
}

struct rb_node *rb_next_postorder(const struct rb_node *node)
{
	struct rb_node *parent;

	if (!node)
		return NULL;
	parent = rb_parent(node);
	if (parent && node == parent->rb_left && parent->rb_right)
		return deepest_first(parent->rb_right);
	return parent;
}

/* How many black nodes from @n up to the root. */
static int black_height(const struct rb_node *n)
{
	int height = 0;

	for (; n; n = rb_parent(n))
		height += colour_of(n) == BLACK;
	return height;
}

static bool node_ok(const struct rb_node *n, int height)
{
	if (n->rb_left && rb_parent(n->rb_left) != n)
		return false;
	if (n->rb_right && rb_parent(n->rb_right) != n)
		return false;
	if (is_red(n) && (is_red(n->rb_left) || is_red(n->rb_right)))
		return false;
	return (n->rb_left && n->rb_right) || black_height(n) == height;
}

long rb_check(const struct rb_root *root)
{
	struct rb_node *n = rb_first(root);
	int height = black_height(n);
	long nr = 0;

	if (root->rb_node && (rb_parent(root->rb_node) || is_red(root->rb_node)))
		return -1;
	for (; n; n = rb_next(n), nr++)
		if (!node_ok(n, height))
			return -1;
	return nr;
}
