/* SPDX-License-Identifier: MIT */
/*
 * xarray.c - pointers by index, see octavo/xarray.h.
 *
 *	xa_head --> node shift 6, covers 0..4095
 *		     |slots[0]  -> node shift 0, covers 0..63
 *		     |slots[2]  -> node shift 0, covers 128..191
 *
 * 1. xa_head is NULL, or the entry at index 0 if that is the only one, or the
 *    top node.
 * 2. A node is in the tree only with at least one slot in use; count says how
 *    many. The top node has a slot in use other than slot 0, for else it
 *    would not be needed.
 * 3. A child's parent and offset name the slot it is in; its shift is its
 *    parent's less 6.
 * 4. Bit i of marks[m] is set only if slot i is in use, and above the lowest
 *    level exactly if the child there has any bit of marks[m] set. The marks
 *    of an entry in xa_head are in xa_flags.
 *
 * A store counts first how many nodes it will need and collects them before it
 * changes anything, so that it either happens or leaves no trace.
 */
#include <octavo/bug.h>
#include <octavo/fault_inject.h>
#include <octavo/string.h>
#include <octavo/xarray.h>

#define MARK_WORDS	BITS_TO_LONGS(XA_CHUNK_SIZE)
#define ALL_MARKS	(XA_FLAGS_MARK(XA_MAX_MARKS) - XA_FLAGS_MARK(0))

static void *(*node_alloc)(size_t size, gfp_t gfp);
static void (*node_free)(void *node);
static unsigned long nr_nodes;

/* Nodes collected for a store, linked by their parent field. */
struct stock {
	struct xa_node *first;
	unsigned int nr;
};

void xa_set_node_allocator(void *(*alloc)(size_t size, gfp_t gfp),
			   void (*free)(void *node))
{
	node_alloc = alloc;
	node_free = free;
}

unsigned long xa_nr_nodes(void)
{
	return __atomic_load_n(&nr_nodes, __ATOMIC_RELAXED);
}

/* ---- nodes ---------------------------------------------------------------- */

static bool is_node(const void *entry)
{
	return ((unsigned long)entry & 3) == 2;
}

static struct xa_node *to_node(const void *entry)
{
	return (struct xa_node *)((unsigned long)entry - 2);
}

static void *mk_node(const struct xa_node *node)
{
	return (void *)((unsigned long)node | 2);
}

static unsigned int slot_of(const struct xa_node *node, unsigned long index)
{
	return (index >> node->shift) & XA_CHUNK_MASK;
}

/* The largest index below a top node, or of an entry in xa_head. */
static unsigned long max_index(const void *head)
{
	unsigned int bits;

	if (!is_node(head))
		return 0;
	bits = to_node(head)->shift + XA_CHUNK_SHIFT;
	return bits >= 8 * sizeof(long) ? ULONG_MAX : (1ul << bits) - 1;
}

static struct xa_node *take_node(struct stock *stock, unsigned int shift)
{
	struct xa_node *node = stock->first;

	stock->first = node->parent;
	stock->nr--;
	memset(node, 0, sizeof(*node));
	node->shift = (unsigned char)shift;
	return node;
}

static void drop_node(struct xa_node *node)
{
	__atomic_fetch_sub(&nr_nodes, 1, __ATOMIC_RELAXED);
	node_free(node);
}

static bool fill_stock(struct stock *stock, unsigned int want, gfp_t gfp)
{
	while (stock->nr < want) {
		struct xa_node *node;

		if (!node_alloc || should_fail(FAULT_NODE_ALLOC))
			return false;
		node = node_alloc(sizeof(*node), gfp);
		if (!node)
			return false;
		__atomic_fetch_add(&nr_nodes, 1, __ATOMIC_RELAXED);
		node->parent = stock->first;
		stock->first = node;
		stock->nr++;
	}
	return true;
}

static void empty_stock(struct stock *stock)
{
	while (stock->first) {
		struct xa_node *node = stock->first;

		stock->first = node->parent;
		drop_node(node);
	}
	stock->nr = 0;
}

/* ---- marks ---------------------------------------------------------------- */

static bool node_marked(const struct xa_node *node, xa_mark_t mark)
{
	for (unsigned int i = 0; i < MARK_WORDS; i++)
		if (node->marks[mark][i])
			return true;
	return false;
}

/* Set a mark in a node and in those above it. */
static void mark_upwards(struct xa_node *node, unsigned int slot,
			 xa_mark_t mark)
{
	while (node && !__test_and_set_bit(slot, node->marks[mark])) {
		slot = node->offset;
		node = node->parent;
	}
}

/* Clear a mark in a node, and above it as far as nothing else has it. */
static void unmark_upwards(struct xa_node *node, unsigned int slot,
			   xa_mark_t mark)
{
	while (node) {
		if (!__test_and_clear_bit(slot, node->marks[mark]) ||
		    node_marked(node, mark))
			return;
		slot = node->offset;
		node = node->parent;
	}
}

static void unmark_all(struct xa_node *node, unsigned int slot)
{
	for (xa_mark_t mark = 0; mark < XA_MAX_MARKS; mark++)
		unmark_upwards(node, slot, mark);
}

/* ---- going down ------------------------------------------------------------ */

/* The lowest node on the way to @index that has the slot: NULL if the entry
 * is or would be xa_head, or is out of the tree. */
static void *walk(struct xarray *xa, unsigned long index,
		  struct xa_node **nodep)
{
	void *entry = xa->xa_head;

	*nodep = NULL;
	if (index > max_index(entry))
		return NULL;
	while (is_node(entry)) {
		*nodep = to_node(entry);
		entry = (*nodep)->slots[slot_of(*nodep, index)];
	}
	return entry;
}

/* Take the lock unless this CPU has it; answers whether it took it. */
static bool lock_unless_held(struct xarray *xa)
{
	if (spin_is_mine(&xa->xa_lock))
		return false;
	xa_lock(xa);
	return true;
}

static void unlock_if(struct xarray *xa, bool locked)
{
	if (locked)
		xa_unlock(xa);
}

void *xa_load(struct xarray *xa, unsigned long index)
{
	bool locked = lock_unless_held(xa);
	struct xa_node *node;
	void *entry = walk(xa, index, &node);

	unlock_if(xa, locked);
	return entry;
}

/* ---- storing ---------------------------------------------------------------- */

/* The shift of the lowest node that reaches up to @index. */
static unsigned int shift_for(unsigned long index)
{
	unsigned int shift = 0;

	while (index >> shift >= XA_CHUNK_SIZE)
		shift += XA_CHUNK_SHIFT;
	return shift;
}

/* How many nodes a store at @index will add. */
static unsigned int nodes_needed(struct xarray *xa, unsigned long index)
{
	unsigned int levels = shift_for(index) / XA_CHUNK_SHIFT + 1;
	void *entry = xa->xa_head;
	struct xa_node *node;

	if (!entry)
		return index ? levels : 0;
	if (!is_node(entry))
		return index ? 2 * levels - 1 : 0;
	if (index > max_index(entry)) {
		unsigned int have = to_node(entry)->shift / XA_CHUNK_SHIFT + 1;

		return levels - have + levels - 1;
	}
	do {
		node = to_node(entry);
		entry = node->slots[slot_of(node, index)];
	} while (entry && is_node(entry));
	return entry ? 0 : node->shift / XA_CHUNK_SHIFT;
}

/* Put a node above what is in xa_head, which goes to its slot 0. */
static void grow_once(struct xarray *xa, struct stock *stock)
{
	void *head = xa->xa_head;
	bool below = is_node(head);
	struct xa_node *node = take_node(stock, below ? to_node(head)->shift +
						XA_CHUNK_SHIFT : 0);

	for (xa_mark_t mark = 0; mark < XA_MAX_MARKS; mark++)
		if (below ? node_marked(to_node(head), mark) :
			    (xa->xa_flags & XA_FLAGS_MARK(mark)) != 0)
			__set_bit(0, node->marks[mark]);
	xa->xa_flags &= ~ALL_MARKS;
	node->slots[0] = head;
	node->count = 1;
	if (below)
		to_node(head)->parent = node;
	xa->xa_head = mk_node(node);
}

static void grow(struct xarray *xa, unsigned long index, struct stock *stock)
{
	if (!xa->xa_head && index)
		xa->xa_head = mk_node(take_node(stock, shift_for(index)));
	while (index > max_index(xa->xa_head))
		grow_once(xa, stock);
}

/* The node with the slot of @index, made if need be; NULL: xa_head. */
static struct xa_node *create_path(struct xarray *xa, unsigned long index,
				   struct stock *stock)
{
	struct xa_node *node, *child;
	unsigned int slot;

	grow(xa, index, stock);
	if (!is_node(xa->xa_head))
		return NULL;
	for (node = to_node(xa->xa_head); node->shift; node = child) {
		slot = slot_of(node, index);
		if (node->slots[slot]) {
			child = to_node(node->slots[slot]);
			continue;
		}
		child = take_node(stock, node->shift - XA_CHUNK_SHIFT);
		child->parent = node;
		child->offset = (unsigned char)slot;
		node->slots[slot] = mk_node(child);
		node->count++;
	}
	return node;
}

static void *put_entry(struct xarray *xa, unsigned long index, void *entry,
		       struct stock *stock)
{
	struct xa_node *node = create_path(xa, index, stock);
	void **slot = node ? &node->slots[slot_of(node, index)] : &xa->xa_head;
	void *old = *slot;

	*slot = entry;
	if (node && !old)
		node->count++;
	return old;
}

/* ---- erasing ---------------------------------------------------------------- */

/* Take top nodes away that only slot 0 of is in use. */
static void shrink(struct xarray *xa)
{
	while (is_node(xa->xa_head)) {
		struct xa_node *node = to_node(xa->xa_head);
		void *entry = node->slots[0];

		if (node->count != 1 || !entry)
			return;
		if (is_node(entry))
			to_node(entry)->parent = NULL;
		for (xa_mark_t mark = 0; mark < XA_MAX_MARKS; mark++)
			if (!node->shift && test_bit(0, node->marks[mark]))
				xa->xa_flags |= XA_FLAGS_MARK(mark);
		xa->xa_head = entry;
		drop_node(node);
	}
}

void *__xa_erase(struct xarray *xa, unsigned long index)
{
	struct xa_node *node, *parent;
	void *old = walk(xa, index, &node);
	unsigned int slot;

	if (!old)
		return NULL;
	if (!node) {
		xa->xa_head = NULL;
		xa->xa_flags &= ~ALL_MARKS;
		return old;
	}
	slot = slot_of(node, index);
	unmark_all(node, slot);
	for (;;) {
		node->slots[slot] = NULL;
		if (--node->count)
			break;
		parent = node->parent;
		slot = node->offset;
		drop_node(node);
		if (!parent) {
			xa->xa_head = NULL;
			break;
		}
		node = parent;
	}
	shrink(xa);
	return old;
}

void *xa_erase(struct xarray *xa, unsigned long index)
{
	void *old;

	xa_lock(xa);
	old = __xa_erase(xa, index);
	xa_unlock(xa);
	return old;
}

/* ---- the calls ------------------------------------------------------------- */

enum store_mode { STORE_ALWAYS, STORE_IF_EQUAL };

/* Store with the lock held if the entry there is @old, or in any case. */
static void *store_locked(struct xarray *xa, unsigned long index,
			  const void *old, void *entry, enum store_mode mode,
			  gfp_t gfp)
{
	struct stock stock = { NULL, 0 };
	struct xa_node *node;
	void *was;

	if (is_node(entry))
		return xa_mk_err(-EINVAL);
	for (;;) {
		unsigned int want = entry ? nodes_needed(xa, index) : 0;
		bool sleeps = gfp & XA_GFP_MAY_SLEEP, got;

		was = walk(xa, index, &node);
		if (mode == STORE_IF_EQUAL && was != old)
			break;
		if (stock.nr >= want) {
			was = entry ? put_entry(xa, index, entry, &stock) :
				      __xa_erase(xa, index);
			break;
		}
		if (sleeps)
			xa_unlock(xa);
		got = fill_stock(&stock, want, gfp);
		if (sleeps)
			xa_lock(xa);
		if (!got) {
			was = xa_mk_err(-ENOMEM);
			break;
		}
	}
	empty_stock(&stock);
	return was;
}

void *__xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	return store_locked(xa, index, NULL, entry, STORE_ALWAYS, gfp);
}

void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	void *old;

	xa_lock(xa);
	old = __xa_store(xa, index, entry, gfp);
	xa_unlock(xa);
	return old;
}

void *xa_cmpxchg(struct xarray *xa, unsigned long index, void *old, void *entry,
		 gfp_t gfp)
{
	void *was;

	xa_lock(xa);
	was = store_locked(xa, index, old, entry, STORE_IF_EQUAL, gfp);
	xa_unlock(xa);
	return was;
}

int __xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	void *was;

	if (!entry)
		return -EINVAL;
	was = store_locked(xa, index, NULL, entry, STORE_IF_EQUAL, gfp);
	if (xa_is_err(was))
		return xa_err(was);
	return was ? -EBUSY : 0;
}

int xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	int err;

	xa_lock(xa);
	err = __xa_insert(xa, index, entry, gfp);
	xa_unlock(xa);
	return err;
}

/* ---- finding ---------------------------------------------------------------- */

/* First slot from @slot on that passes; XA_CHUNK_SIZE if none. */
static unsigned int next_slot(const struct xa_node *node, unsigned int slot,
			      xa_mark_t filter)
{
	for (; slot < XA_CHUNK_SIZE; slot++)
		if (filter == XA_PRESENT ? node->slots[slot] != NULL :
					   test_bit(slot, node->marks[filter]))
			break;
	return slot;
}

static void *find_in_head(struct xarray *xa, const unsigned long *index,
			  xa_mark_t filter)
{
	if (*index || (filter != XA_PRESENT &&
		       !(xa->xa_flags & XA_FLAGS_MARK(filter))))
		return NULL;
	return xa->xa_head;
}

/* Move @index to the start of what follows node's slot; false if nothing
 * can. */
static bool skip_to_slot(const struct xa_node *node, unsigned int slot,
			 unsigned long *index)
{
	unsigned int above = node->shift + XA_CHUNK_SHIFT;
	unsigned long base = above < 8 * sizeof(long) ?
			     *index >> above << above : 0;

	*index = base + ((unsigned long)slot << node->shift);
	if (slot < XA_CHUNK_SIZE)
		return true;
	/* The node is exhausted: begin behind it, unless it was the last. */
	if (above >= 8 * sizeof(long))
		return false;
	*index = base + (1ul << above);
	return *index > base;
}

static void *find_locked(struct xarray *xa, unsigned long *indexp,
			 unsigned long max, xa_mark_t filter)
{
	unsigned long index = *indexp;
	struct xa_node *node;
	unsigned int slot;
	void *entry;

	if (!is_node(xa->xa_head))
		return find_in_head(xa, indexp, filter);
	entry = xa->xa_head;
	while (index <= max && index <= max_index(xa->xa_head)) {
		node = to_node(entry);
		slot = next_slot(node, slot_of(node, index), filter);
		if (slot != slot_of(node, index) &&
		    !skip_to_slot(node, slot, &index))
			return NULL;
		entry = slot < XA_CHUNK_SIZE ? node->slots[slot] : xa->xa_head;
		if (is_node(entry))
			continue;
		if (index > max)
			return NULL;
		*indexp = index;
		return entry;
	}
	return NULL;
}

void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max,
	      xa_mark_t filter)
{
	bool locked = lock_unless_held(xa);
	void *entry = find_locked(xa, index, max, filter);

	unlock_if(xa, locked);
	return entry;
}

void *xa_find_after(struct xarray *xa, unsigned long *index, unsigned long max,
		    xa_mark_t filter)
{
	unsigned long next = *index + 1;
	void *entry;

	if (!next || next > max)
		return NULL;
	entry = xa_find(xa, &next, max, filter);
	if (entry)
		*index = next;
	return entry;
}

/* The first slot in the leaf behind @slot that is free; XA_CHUNK_SIZE: none. */
static unsigned int free_slot(const struct xa_node *node, unsigned int slot)
{
	while (slot < XA_CHUNK_SIZE && node->slots[slot])
		slot++;
	return slot;
}

bool xa_find_free(struct xarray *xa, unsigned long *indexp, unsigned long max)
{
	bool locked = lock_unless_held(xa);
	unsigned long index = *indexp;
	bool found = false, more = index <= max;

	while (more) {
		struct xa_node *node;

		if (!walk(xa, index, &node)) {
			found = true;
			break;
		}
		/* An entry in xa_head is the only one. */
		more = node ? skip_to_slot(node, free_slot(node,
							   slot_of(node, index)),
					   &index) : ++index != 0;
		more = more && index <= max;
	}
	unlock_if(xa, locked);
	if (found)
		*indexp = index;
	return found;
}

unsigned int xa_extract(struct xarray *xa, void **dst, unsigned long start,
			unsigned long max, unsigned int n, xa_mark_t filter)
{
	bool locked = lock_unless_held(xa);
	unsigned int nr = 0;

	while (nr < n) {
		dst[nr] = find_locked(xa, &start, max, filter);
		if (!dst[nr])
			break;
		nr++;
		if (start++ == max)
			break;
	}
	unlock_if(xa, locked);
	return nr;
}

/* ---- marks, from outside ---------------------------------------------------- */

void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	bool locked = lock_unless_held(xa);
	struct xa_node *node;

	if (walk(xa, index, &node)) {
		if (node)
			mark_upwards(node, slot_of(node, index), mark);
		else
			xa->xa_flags |= XA_FLAGS_MARK(mark);
	}
	unlock_if(xa, locked);
}

void xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	bool locked = lock_unless_held(xa);
	struct xa_node *node;

	if (walk(xa, index, &node)) {
		if (node)
			unmark_upwards(node, slot_of(node, index), mark);
		else
			xa->xa_flags &= ~XA_FLAGS_MARK(mark);
	}
	unlock_if(xa, locked);
}

bool xa_get_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	bool locked = lock_unless_held(xa), marked = false;
	struct xa_node *node;

	if (walk(xa, index, &node))
		marked = node ? test_bit(slot_of(node, index),
					 node->marks[mark]) :
				(xa->xa_flags & XA_FLAGS_MARK(mark)) != 0;
	unlock_if(xa, locked);
	return marked;
}

bool xa_marked(struct xarray *xa, xa_mark_t mark)
{
	bool locked = lock_unless_held(xa), marked;

	if (is_node(xa->xa_head))
		marked = node_marked(to_node(xa->xa_head), mark);
	else
		marked = xa->xa_flags & XA_FLAGS_MARK(mark);
	unlock_if(xa, locked);
	return marked;
}

/* ---- all of it -------------------------------------------------------------- */

void xa_destroy(struct xarray *xa)
{
	struct xa_node *node, *parent;
	unsigned int slot = 0;
	void *head;

	xa_lock(xa);
	head = xa->xa_head;
	xa->xa_head = NULL;
	xa->xa_flags &= ~ALL_MARKS;
	node = is_node(head) ? to_node(head) : NULL;
	while (node) {
		if (node->shift && slot < XA_CHUNK_SIZE) {
			void *child = node->slots[slot++];

			if (child) {
				node = to_node(child);
				slot = 0;
			}
			continue;
		}
		parent = node->parent;
		slot = node->offset + 1u;
		drop_node(node);
		node = parent;
	}
	xa_unlock(xa);
}

/* Is the slot's child linked back, and marked if and only if the slot is? */
static bool slot_ok(const struct xa_node *node, unsigned int slot)
{
	const void *entry = node->slots[slot];
	bool inner = entry && node->shift;

	if (inner && (!is_node(entry) || to_node(entry)->parent != node ||
		      to_node(entry)->offset != slot ||
		      to_node(entry)->shift + XA_CHUNK_SHIFT != node->shift))
		return false;
	if (entry && !node->shift && is_node(entry))
		return false;
	for (xa_mark_t mark = 0; mark < XA_MAX_MARKS; mark++) {
		bool marked = test_bit(slot, node->marks[mark]);

		if (marked && !entry)
			return false;
		if (inner && marked != node_marked(to_node(entry), mark))
			return false;
	}
	return true;
}

static bool node_ok(const struct xa_node *node)
{
	unsigned int used = 0;

	for (unsigned int slot = 0; slot < XA_CHUNK_SIZE; slot++) {
		if (!slot_ok(node, slot))
			return false;
		used += node->slots[slot] != NULL;
	}
	return used && used == node->count;
}

/* The node after @node, parents first; NULL at the end. */
static struct xa_node *next_node(struct xa_node *node)
{
	unsigned int slot = node->shift ? 0 : XA_CHUNK_SIZE;

	for (;;) {
		slot = next_slot(node, slot, XA_PRESENT);
		if (slot < XA_CHUNK_SIZE)
			return to_node(node->slots[slot]);
		if (!node->parent)
			return NULL;
		slot = node->offset + 1u;
		node = node->parent;
	}
}

static long check_locked(struct xarray *xa)
{
	struct xa_node *node;
	long nr = 0;

	if (!is_node(xa->xa_head))
		return xa->xa_head != NULL;
	node = to_node(xa->xa_head);
	if (node->parent || (node->count == 1 && node->slots[0]) ||
	    (xa->xa_flags & ALL_MARKS))
		return -1;
	for (; node; node = next_node(node)) {
		if (!node_ok(node))
			return -1;
		nr += node->shift ? 0 : node->count;
	}
	return nr;
}

long xa_check(struct xarray *xa)
{
	bool locked = lock_unless_held(xa);
	long nr = check_locked(xa);

	unlock_if(xa, locked);
	return nr;
}
