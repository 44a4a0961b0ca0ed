/* SPDX-License-Identifier: MIT */
/*
 * dcache.c - directory entries: the tree of names.
 *
 * Every name that was looked up has a dentry, found through a hash of parent
 * and name. Pinned dentries (see octavo/fs.h) stay; the others are a cache:
 * when the last user lets go they move to the end of a list of unused ones,
 * and the oldest is freed when there are more than MAX_UNUSED.
 *
 *	unhashed --d_add()--> hashed --d_pin()--> pinned
 *	    |                  |  ^                 |
 *	  dput: freed    dput: unused list      d_delete()
 *
 * Invariants:
 *  1. d_count 0 means: on the unused list, hashed, not pinned.
 *  2. The parent of a pinned dentry is pinned, so that d_shrink_tree() finds
 *     all of them from the root.
 *
 * Locking: dcache_lock, held for a few instructions; nothing sleeps under it.
 * Only with it d_count goes up from 0 or down to 0: whoever holds a reference
 * takes and drops further ones without.
 */
#include "internal.h"

#define HASH_BITS	10
#define MAX_UNUSED	2048u

static DEFINE_SPINLOCK(dcache_lock);
static struct list_head hash_table[1u << HASH_BITS];
static struct list_head unused = { &unused, &unused };
static unsigned int nr_unused;

struct qstr name_qstr(const char *name, size_t len)
{
	struct qstr q = { .name = name, .len = len };

	for (size_t i = 0; i < len; i++)
		q.hash = hash_char(q.hash, name[i]);
	return q;
}

/* A name below a directory. */
static u32 place_hash(const struct dentry *parent, u32 name_hash)
{
	u32 hash = (u32)((unsigned long)parent >> 6) * 0x9e3779b1u ^ name_hash;

	return hash * 0x85ebca6bu;
}

/* The buckets are zero at first; a list head is made when first used. */
static struct list_head *bucket(u32 hash)
{
	struct list_head *head = &hash_table[hash >> (32 - HASH_BITS)];

	if (!head->next)
		INIT_LIST_HEAD(head);
	return head;
}

static struct dentry *dentry_new(struct super_block *sb, const char *name,
				 size_t len)
{
	struct dentry *dentry = kmem_cache_zalloc(kernel.dentries, GFP_KERNEL);

	if (!dentry)
		return NULL;
	dentry->d_name = kmalloc(len + 1, GFP_KERNEL);
	if (!dentry->d_name) {
		kmem_cache_free(kernel.dentries, dentry);
		return NULL;
	}
	memcpy(dentry->d_name, name, len);
	dentry->d_name[len] = 0;
	dentry->d_len = len;
	dentry->d_sb = sb;
	atomic_set(&dentry->d_count, 1);
	dentry->d_unhashed = true;
	dentry->d_next_offset = 2;
	INIT_LIST_HEAD(&dentry->d_hash_link);
	INIT_LIST_HEAD(&dentry->d_children);
	INIT_LIST_HEAD(&dentry->d_sibling);
	INIT_LIST_HEAD(&dentry->d_lru);
	return dentry;
}

/* The root of a tree, pinned. Takes over the reference to @inode. */
struct dentry *d_alloc_root(struct super_block *sb, struct inode *inode)
{
	struct dentry *root = dentry_new(sb, "", 0);

	if (!root)
		return NULL;
	root->d_parent = root;
	root->d_inode = inode;
	root->d_pinned = true;
	return root;
}

/* A negative dentry that no lookup finds yet. */
struct dentry *d_alloc(struct dentry *parent, const char *name, size_t len)
{
	struct dentry *dentry = dentry_new(parent->d_sb, name, len);

	if (!dentry)
		return NULL;
	dentry->d_parent = dget(parent);
	return dentry;
}

static void dget_locked(struct dentry *dentry)
{
	if (atomic_inc_return(&dentry->d_count) == 1) {
		list_del_init(&dentry->d_lru);
		nr_unused--;
	}
}

struct dentry *dget(struct dentry *dentry)
{
	atomic_inc(&dentry->d_count);
	return dentry;
}

/* Names are short, and mostly agree when their hashes do. */
static bool name_is(const struct dentry *dentry, const struct dentry *parent,
		    const struct qstr *name)
{
	const char *a = dentry->d_name, *b = name->name;
	unsigned int i = name->len;

	if (dentry->d_parent != parent || dentry->d_len != i)
		return false;
	while (i)
		if (i--, a[i] != b[i])
			return false;
	return true;
}

/* The cached dentry of a name, referenced; NULL: ask the file system, and that
 * always where names come and go by themselves. */
struct dentry *d_lookup(struct dentry *parent, const struct qstr *name)
{
	u32 hash = place_hash(parent, name->hash);
	struct dentry *dentry;

	spin_lock(&dcache_lock);
	list_for_each_entry(dentry, bucket(hash), d_hash_link) {
		if (dentry->d_hash != hash ||
		    !name_is(dentry, parent, name) ||
		    (dentry->d_sb->s_nocache && !dentry->d_pinned))
			continue;
		dget_locked(dentry);
		spin_unlock(&dcache_lock);
		return dentry;
	}
	spin_unlock(&dcache_lock);
	return NULL;
}

static void hash_locked(struct dentry *dentry)
{
	dentry->d_hash = place_hash(dentry->d_parent,
				    name_qstr(dentry->d_name,
					      dentry->d_len).hash);
	list_add(&dentry->d_hash_link, bucket(dentry->d_hash));
	dentry->d_unhashed = false;
}

static void unhash_locked(struct dentry *dentry)
{
	list_del_init(&dentry->d_hash_link);
	dentry->d_unhashed = true;
}

/* Let lookups find @dentry. */
void d_add(struct dentry *dentry)
{
	spin_lock(&dcache_lock);
	if (dentry->d_unhashed)
		hash_locked(dentry);
	spin_unlock(&dcache_lock);
}

/* Keep @dentry, and what leads to it, until it is deleted. */
void d_pin(struct dentry *dentry)
{
	spin_lock(&dcache_lock);
	for (; !dentry->d_pinned; dentry = dentry->d_parent) {
		struct dentry *parent = dentry->d_parent;

		if (dentry->d_unhashed && dentry->d_inode)
			break;		/* deleted while open */
		dentry->d_pinned = true;
		dget_locked(dentry);
		dentry->d_offset = parent->d_next_offset++;
		list_add_tail(&dentry->d_sibling, &parent->d_children);
	}
	spin_unlock(&dcache_lock);
}

static void unpin_locked(struct dentry *dentry)
{
	dentry->d_pinned = false;
	list_del_init(&dentry->d_sibling);
}

/* Free a dentry nobody refers to; its parent, to be let go by the caller. */
static struct dentry *dentry_free(struct dentry *dentry)
{
	struct dentry *parent = dentry->d_parent;

	BUG_ON(!list_empty(&dentry->d_children));
	iput(dentry->d_inode);
	kfree(dentry->d_name);
	kmem_cache_free(kernel.dentries, dentry);
	return parent == dentry ? NULL : parent;
}

/* Drop one reference. What is to be freed because of it, or NULL. */
static struct dentry *dput_locked(struct dentry *dentry)
{
	int left = atomic_dec_return(&dentry->d_count);

	BUG_ON(left < 0);
	if (left)
		return NULL;
	if (dentry->d_unhashed || dentry->d_sb->s_nocache) {
		if (!dentry->d_unhashed)
			unhash_locked(dentry);
		return dentry;
	}
	list_add_tail(&dentry->d_lru, &unused);
	if (++nr_unused <= MAX_UNUSED)
		return NULL;
	dentry = list_first_entry(&unused, struct dentry, d_lru);
	list_del_init(&dentry->d_lru);
	nr_unused--;
	unhash_locked(dentry);
	return dentry;
}

/* Drop a reference that is not the last. */
static inline bool dput_shared(struct dentry *dentry)
{
	int count = atomic_read(&dentry->d_count);

	return likely(count > 1) &&
	       likely(atomic_try_cmpxchg(&dentry->d_count, &count, count - 1));
}

static noinline void dput_last(struct dentry *dentry)
{
	do {
		spin_lock(&dcache_lock);
		dentry = dput_locked(dentry);
		spin_unlock(&dcache_lock);
		if (dentry)
			dentry = dentry_free(dentry);
	} while (dentry && !dput_shared(dentry));
}

/* Most references are not the last: it saves no register for those. */
void dput(struct dentry *dentry)
{
	if (dentry && !dput_shared(dentry))
		dput_last(dentry);
}

/*
 * Take a name away. If the backing directory has it, a pinned negative dentry
 * is left in its place, made by the caller beforehand (lookup_one() finds the
 * name again otherwise).
 */
void d_delete(struct dentry *dentry)
{
	bool pinned;

	spin_lock(&dcache_lock);
	pinned = dentry->d_pinned;
	if (!dentry->d_unhashed)
		unhash_locked(dentry);
	if (pinned)
		unpin_locked(dentry);
	spin_unlock(&dcache_lock);
	if (pinned)
		dput(dentry);
}

/*
 * Give @dentry the place of @target, which is negative or about to vanish.
 * Both are referenced; @target stays without a name.
 */
void d_move(struct dentry *dentry, struct dentry *target)
{
	struct dentry *old_parent = dentry->d_parent;

	d_delete(target);
	d_pin(dentry);
	d_pin(target->d_parent);
	dget(target->d_parent);
	spin_lock(&dcache_lock);
	list_del_init(&dentry->d_sibling);
	if (!dentry->d_unhashed)
		unhash_locked(dentry);
	swap(dentry->d_name, target->d_name);
	swap(dentry->d_len, target->d_len);
	dentry->d_parent = target->d_parent;
	dentry->d_backed = target->d_backed;
	dentry->d_offset = dentry->d_parent->d_next_offset++;
	list_add_tail(&dentry->d_sibling, &dentry->d_parent->d_children);
	hash_locked(dentry);
	spin_unlock(&dcache_lock);
	dput(old_parent);
}

/* Take @dentry out of its directory, to be put into another's place. */
static void d_take(struct dentry *dentry)
{
	list_del_init(&dentry->d_sibling);
	if (!dentry->d_unhashed)
		unhash_locked(dentry);
}

static void d_place(struct dentry *dentry)
{
	struct dentry *parent = dentry->d_parent;

	dentry->d_offset = parent->d_next_offset++;
	list_add_tail(&dentry->d_sibling, &parent->d_children);
	hash_locked(dentry);
}

/* Let two positive dentries of a tree change places. */
void d_exchange(struct dentry *a, struct dentry *b)
{
	d_pin(a);
	d_pin(b);
	spin_lock(&dcache_lock);
	d_take(a);
	d_take(b);
	swap(a->d_name, b->d_name);
	swap(a->d_len, b->d_len);
	swap(a->d_parent, b->d_parent);
	swap(a->d_backed, b->d_backed);
	d_place(a);
	d_place(b);
	spin_unlock(&dcache_lock);
}

/* Unpin everything below @root (not itself), deepest first. */
void d_shrink_tree(struct dentry *root)
{
	struct dentry *dentry = root;

	while (!list_empty(&root->d_children)) {
		while (!list_empty(&dentry->d_children))
			dentry = list_first_entry(&dentry->d_children,
						  struct dentry, d_sibling);
		d_delete(dentry);
		dentry = root;
	}
}

static struct dentry *first_unused(struct super_block *sb)
{
	struct dentry *dentry;

	list_for_each_entry(dentry, &unused, d_lru)
		if (dentry->d_sb == sb)
			return dentry;
	return NULL;
}

/* Free the unused dentries of @sb. */
void d_prune(struct super_block *sb)
{
	struct dentry *dentry;

	for (;;) {
		spin_lock(&dcache_lock);
		dentry = first_unused(sb);
		if (dentry) {
			list_del_init(&dentry->d_lru);
			nr_unused--;
			unhash_locked(dentry);
		}
		spin_unlock(&dcache_lock);
		if (!dentry)
			return;
		dput(dentry_free(dentry));
	}
}

static struct dentry *next_pinned(struct dentry *dentry, struct dentry *root)
{
	if (!list_empty(&dentry->d_children))
		return list_first_entry(&dentry->d_children, struct dentry,
					d_sibling);
	for (; dentry != root; dentry = dentry->d_parent)
		if (!list_is_last(&dentry->d_sibling,
				  &dentry->d_parent->d_children))
			return list_next_entry(dentry, d_sibling);
	return NULL;
}

/* Each dentry is referenced once for being pinned and once by each child. */
bool d_tree_busy(struct dentry *root)
{
	struct dentry *dentry = root, *child;
	bool busy = false;

	d_prune(root->d_sb);
	spin_lock(&dcache_lock);
	for (; dentry && !busy; dentry = next_pinned(dentry, root)) {
		int refs = 1;

		list_for_each_entry(child, &dentry->d_children, d_sibling)
			refs++;
		busy = atomic_read(&dentry->d_count) != refs;
	}
	spin_unlock(&dcache_lock);
	return busy;
}

bool d_is_under(struct dentry *dentry, struct dentry *ancestor)
{
	for (; dentry != ancestor; dentry = dentry->d_parent)
		if (dentry->d_parent == dentry)
			return false;
	return true;
}

/*
 * The dentry of a name in @dir, whose inode the caller has locked, or which
 * nobody changes: positive, or negative (not found). ERR_PTR on failure.
 */
struct dentry *lookup_one(struct dentry *dir, const char *name, size_t len)
{
	const struct qstr q = name_qstr(name, len);
	struct dentry *dentry = d_lookup(dir, &q);
	struct inode *inode = NULL;

	if (dentry)
		return dentry;
	dentry = d_alloc(dir, name, len);
	if (!dentry)
		return ERR_PTR(-ENOMEM);
	if (dir->d_inode->i_op->lookup && dir->d_inode->i_nlink)
		inode = dir->d_inode->i_op->lookup(dir->d_inode,
						   dentry->d_name, len);
	if (IS_ERR(inode) && PTR_ERR(inode) != -ENOENT) {
		dput(dentry);
		return ERR_CAST(inode);
	}
	if (!IS_ERR_OR_NULL(inode)) {
		dentry->d_inode = inode;
		dentry->d_backed = true;
		d_add(dentry);
	}
	return dentry;
}

/* ---- paths back to names ----------------------------------------------- */

/* Up one step across mounts: the dentry whose name comes next, or NULL at the
 * root of everything. */
static struct dentry *name_above(struct dentry *dentry,
				 const struct dentry *root)
{
	while (dentry != root && dentry->d_parent == dentry) {
		if (!dentry->d_sb->s_mountpoint)
			return NULL;
		dentry = dentry->d_sb->s_mountpoint;
	}
	return dentry == root ? NULL : dentry;
}

bool d_reachable(struct dentry *dentry)
{
	const struct dentry *root = current_root();
	struct dentry *up;

	spin_lock(&dcache_lock);
	while ((up = name_above(dentry, root)) != NULL)
		dentry = up->d_parent;
	while (dentry != root && dentry->d_parent == dentry &&
	       dentry->d_sb->s_mountpoint)
		dentry = dentry->d_sb->s_mountpoint;
	spin_unlock(&dcache_lock);
	return dentry == root;
}

char *d_path(struct dentry *dentry, char *buf, size_t size)
{
	static const char deleted[] = " (deleted)";
	const struct dentry *root = current_root();
	char *p = buf + size - 1;

	*p = 0;
	if (dentry->d_unhashed && dentry->d_parent != dentry) {
		p -= sizeof(deleted) - 1;
		memcpy(p, deleted, sizeof(deleted) - 1);
	}
	spin_lock(&dcache_lock);
	dentry = name_above(dentry, root);
	if (!dentry)
		*--p = '/';
	for (; dentry; dentry = name_above(dentry->d_parent, root)) {
		if ((size_t)(p - buf) < dentry->d_len + 1u) {
			p = ERR_PTR(-ENAMETOOLONG);
			break;
		}
		p -= dentry->d_len;
		memcpy(p, dentry->d_name, dentry->d_len);
		*--p = '/';
	}
	spin_unlock(&dcache_lock);
	return p;
}
