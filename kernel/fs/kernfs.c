/* SPDX-License-Identifier: MIT */
/*
 * kernfs.c - nodes of trees made by the kernel, see internal.h. What an open file
 * of one does is in kernfs_file.c.
 */
#include "../internal.h"
#include "internal.h"

static DEFINE_MUTEX(tree_lock);
static DEFINE_SPINLOCK(use_lock);
static DECLARE_WAIT_QUEUE_HEAD(idle);
static u64 last_id = 1000;		/* above the numbers of other inodes */

/* ---- references ----------------------------------------------------------- */

struct kernfs_node *kernfs_get(struct kernfs_node *node)
{
	if (node)
		refcount_inc(&node->count);
	return node;
}

void kernfs_put(struct kernfs_node *node)
{
	while (node && refcount_dec_and_test(&node->count)) {
		struct kernfs_node *parent = node->parent;

		kernfs_put(node->target);
		if (node->free)
			node->free(node);
		kfree(node->link);
		kfree(node->name);
		kfree(node);
		node = parent;
	}
}

bool kernfs_use(struct kernfs_node *node)
{
	bool ok;

	spin_lock(&use_lock);
	ok = !node->removed;
	if (ok)
		node->active++;
	spin_unlock(&use_lock);
	return ok;
}

void kernfs_unuse(struct kernfs_node *node)
{
	bool last;

	spin_lock(&use_lock);
	last = --node->active == 0 && node->removed;
	spin_unlock(&use_lock);
	if (last)
		wake_up_all(&idle);
}

/* ---- names ----------------------------------------------------------------- */

static struct kernfs_node *find_locked(const struct kernfs_node *parent,
				       const char *name)
{
	struct kernfs_node *node;

	list_for_each_entry(node, &parent->children, sibling)
		if (strcmp(node->name, name) == 0)
			return node;
	return NULL;
}

struct kernfs_node *kernfs_find(struct kernfs_node *parent, const char *name)
{
	struct kernfs_node *node;

	mutex_lock(&tree_lock);
	node = kernfs_get(find_locked(parent, name));
	mutex_unlock(&tree_lock);
	return node;
}

struct kernfs_node *kernfs_find_link(struct kernfs_node *parent,
				     const struct kernfs_node *target,
				     const char *name)
{
	struct kernfs_node *node, *found = NULL;

	mutex_lock(&tree_lock);
	list_for_each_entry(node, &parent->children, sibling)
		if (!found && node->target == target &&
		    (!name || strcmp(node->name, name) == 0))
			found = kernfs_get(node);
	mutex_unlock(&tree_lock);
	return found;
}

bool kernfs_has_children(struct kernfs_node *node)
{
	bool has;

	mutex_lock(&tree_lock);
	has = !list_empty(&node->children);
	mutex_unlock(&tree_lock);
	return has;
}

static struct kernfs_node *alloc_node(const struct kernfs_what *what)
{
	struct kernfs_node *node = kzalloc(sizeof(*node), GFP_KERNEL);

	if (!node)
		return NULL;
	node->name = kstrdup(what->name, GFP_KERNEL);
	if (!node->name) {
		kfree(node);
		return NULL;
	}
	refcount_set(&node->count, 1);
	node->mode = what->mode;
	node->size = what->size;
	node->fops = what->fops;
	node->priv = what->priv;
	node->owner = what->owner;
	node->closes = what->closes;
	node->gone = what->gone;
	node->link = what->link;
	node->free = what->free;
	INIT_LIST_HEAD(&node->children);
	INIT_LIST_HEAD(&node->sibling);
	INIT_LIST_HEAD(&node->opens);
	init_waitqueue_head(&node->poll_wait);
	return node;
}

/* 0, -EEXIST, -ENOENT. */
static int link_locked(struct kernfs_node *parent, struct kernfs_node *node)
{
	if (parent->removed)
		return -ENOENT;
	if (find_locked(parent, node->name))
		return -EEXIST;
	node->id = ++last_id;
	node->parent = kernfs_get(parent);
	list_add_tail(&node->sibling, &parent->children);
	return 0;
}

static struct kernfs_node *add_node(struct kernfs_node *parent,
				    struct kernfs_node *node)
{
	int err;

	mutex_lock(&tree_lock);
	err = link_locked(parent, node);
	mutex_unlock(&tree_lock);
	if (!err)
		return node;
	node->link = NULL;		/* these stay the caller's */
	node->free = NULL;
	kernfs_put(node);
	return ERR_PTR(err);
}

struct kernfs_node *kernfs_create(struct kernfs_node *parent,
				  const struct kernfs_what *what)
{
	struct kernfs_node *node;

	if (!*what->name && parent)
		return ERR_PTR(-EINVAL);
	node = alloc_node(what);
	if (!node)
		return ERR_PTR(-ENOMEM);
	return parent ? add_node(parent, node) : node;
}

struct kernfs_node *kernfs_create_dir(struct kernfs_node *parent,
				      const char *name, umode_t mode)
{
	return kernfs_create(parent, &(struct kernfs_what){
		.name = name, .mode = S_IFDIR | mode,
	});
}

struct kernfs_node *kernfs_create_link(struct kernfs_node *parent,
				       const char *name,
				       struct kernfs_node *target)
{
	const struct kernfs_what what = {
		.name = name, .mode = S_IFLNK | S_IRWXUGO,
	};
	struct kernfs_node *node = alloc_node(&what);

	if (!node)
		return ERR_PTR(-ENOMEM);
	node->target = kernfs_get(target);
	return add_node(parent, node);
}

int kernfs_rename(struct kernfs_node *node, struct kernfs_node *new_parent,
		  const char *new_name)
{
	char *name = kstrdup(new_name, GFP_KERNEL);
	struct kernfs_node *old = node->parent, *there;
	int err = 0;

	if (!name)
		return -ENOMEM;
	mutex_lock(&tree_lock);
	there = find_locked(new_parent, name);
	if (there == node || new_parent->removed)
		err = there ? 0 : -ENOENT;
	else if (there)
		err = -EEXIST;
	else {
		swap(name, node->name);
		node->parent = kernfs_get(new_parent);
		node->id = ++last_id;
		list_move_tail(&node->sibling, &new_parent->children);
	}
	mutex_unlock(&tree_lock);
	kfree(name);
	if (!err && there != node)
		kernfs_put(old);
	return err;
}

/* ---- removal ----------------------------------------------------------------- */

/* The deepest first child: has none itself. */
static struct kernfs_node *first_leaf(struct kernfs_node *node)
{
	while (!list_empty(&node->children))
		node = list_first_entry(&node->children, struct kernfs_node,
					sibling);
	return node;
}

static void mark_removed(struct kernfs_node *node)
{
	spin_lock(&use_lock);
	node->removed = true;
	spin_unlock(&use_lock);
}

/* No function of it runs, and it is in no list: release what is open, and let
 * go of it. */
static void bury(struct kernfs_node *node)
{
	wait_event(idle, READ_ONCE(node->active) == 0);
	if (node->closes)
		kernfs_close_all(node);
	kernfs_notify(node);
	kernfs_put(node);
}

void kernfs_remove(struct kernfs_node *node)
{
	struct kernfs_node *leaf = NULL;

	while (node && leaf != node) {
		mutex_lock(&tree_lock);
		if (node->removed) {
			mutex_unlock(&tree_lock);
			return;
		}
		leaf = first_leaf(node);
		mark_removed(leaf);
		list_del_init(&leaf->sibling);
		mutex_unlock(&tree_lock);
		bury(leaf);
	}
}

bool kernfs_remove_self(struct kernfs_node *node)
{
	bool mine;

	mutex_lock(&tree_lock);
	mine = !node->removed;
	if (mine) {
		mark_removed(node);
		list_del_init(&node->sibling);
	}
	mutex_unlock(&tree_lock);
	if (!mine)
		return false;
	/* The caller's own use does not count. */
	kernfs_unuse(node);
	wait_event(idle, READ_ONCE(node->active) == 0);
	spin_lock(&use_lock);
	node->active++;
	spin_unlock(&use_lock);
	kernfs_put(node);
	return true;
}

int kernfs_remove_by_name(struct kernfs_node *parent, const char *name)
{
	struct kernfs_node *node = kernfs_find(parent, name);

	if (!node)
		return -ENOENT;
	kernfs_remove(node);
	kernfs_put(node);
	return 0;
}

void kernfs_notify(struct kernfs_node *node)
{
	spin_lock(&use_lock);
	node->events++;
	spin_unlock(&use_lock);
	wake_up_all(&node->poll_wait);
}

/* ---- inodes --------------------------------------------------------------------- */

static unsigned int depth(const struct kernfs_node *node)
{
	unsigned int n = 0;

	for (; node->parent; node = node->parent)
		n++;
	return n;
}

/* Text that leads from the directory of @link to its target: "../" up to what
 * both are below, then names down. Bytes, or -ENAMETOOLONG. */
static int target_path(const struct kernfs_node *link, char *buf, int size)
{
	const struct kernfs_node *from = link->parent, *to = link->target;
	unsigned int up = depth(from), down = depth(to);
	const struct kernfs_node *common = to;
	int len = 0, end;

	while (up > down)
		from = from->parent, up--, len += 3;
	while (down > up)
		common = common->parent, down--;
	for (; from != common; from = from->parent, common = common->parent)
		len += 3;
	end = len;
	for (const struct kernfs_node *n = to; n != common; n = n->parent)
		end += (int)strlen(n->name) + 1;
	end -= to != common;
	if (end > size)
		return -ENAMETOOLONG;
	for (int i = 0; i < len; i += 3)
		memcpy(buf + i, "../", 3);
	len = end;
	for (const struct kernfs_node *n = to; n != common; n = n->parent) {
		len -= (int)strlen(n->name);
		memcpy(buf + len, n->name, strlen(n->name));
		if (n->parent != common)
			buf[--len] = '/';
	}
	return end;
}

static int node_readlink(struct inode *inode, char *buf, size_t size)
{
	const struct kernfs_node *node = inode->i_node;
	int len;

	if (node->link) {
		len = (int)min_t(size_t, strlen(node->link), size);
		memcpy(buf, node->link, (size_t)len);
		return len;
	}
	mutex_lock(&tree_lock);
	len = node->removed ? -ENOENT :
	      target_path(node, buf, (int)min_t(size_t, size, PATH_MAX));
	mutex_unlock(&tree_lock);
	return len;
}

struct inode *kernfs_lookup(struct kernfs_node *node, struct inode *dir,
			    const char *name)
{
	struct kernfs_node *child = kernfs_find(node, name);
	struct inode *inode;

	if (!child)
		return ERR_PTR(-ENOENT);
	inode = kernfs_inode(dir->i_sb, child);
	kernfs_put(child);
	return inode;
}

int kernfs_readdir(struct kernfs_node *node, struct dir_context *ctx)
{
	struct kernfs_node *child;

	mutex_lock(&tree_lock);
	list_for_each_entry(child, &node->children, sibling) {
		if ((loff_t)child->id < ctx->pos)
			continue;
		ctx->pos = (loff_t)child->id;
		if (!dir_emit(ctx, child->name, (int)strlen(child->name),
			      child->id, (child->mode & S_IFMT) >> 12))
			break;
		ctx->pos++;
	}
	mutex_unlock(&tree_lock);
	return 0;
}

static struct inode *dir_lookup(struct inode *dir, const char *name, size_t len)
{
	return kernfs_lookup(dir->i_node, dir, name);
}

static int dir_readdir(struct inode *dir, struct dir_context *ctx)
{
	return kernfs_readdir(dir->i_node, ctx);
}

static const struct inode_operations dir_operations = {
	.lookup = dir_lookup, .readdir = dir_readdir,
};
static const struct inode_operations link_operations = {
	.readlink = node_readlink,
};

static void become(struct inode *inode, struct kernfs_node *node)
{
	inode->i_node = kernfs_get(node);
	inode->i_private = node->priv;
	inode->i_ino = (unsigned long)node->id;
	inode->i_uid = node->uid;
	inode->i_gid = node->gid;
	i_size_write(inode, node->size);
	if (S_ISDIR(node->mode))
		inode->i_op = &dir_operations;
	else if (S_ISLNK(node->mode))
		inode->i_op = &link_operations;
	else
		inode->i_fop = &kernfs_file_operations;
}

struct inode *kernfs_inode(struct super_block *sb, struct kernfs_node *node)
{
	struct inode *inode = new_inode(sb, node->mode);

	if (!inode)
		return ERR_PTR(-ENOMEM);
	become(inode, node);
	return inode;
}

void kernfs_evict(struct inode *inode)
{
	kernfs_put(inode->i_node);
	inode->i_node = NULL;
}

static const struct super_operations kernfs_super_operations = {
	.evict_inode = kernfs_evict,
};

struct super_block *kernfs_sb_create(const char *type, unsigned long magic,
				     struct kernfs_node *root)
{
	struct super_block *sb = sb_create(type, magic,
					   &kernfs_super_operations,
					   root->mode & S_IALLUGO);

	if (!sb)
		return NULL;
	become(sb->s_root->d_inode, root);
	sb->s_nocache = true;
	sb->s_readonly = true;
	return sb;
}
