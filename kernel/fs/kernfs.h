/* SPDX-License-Identifier: MIT */
/*
 * kernfs.h - trees of names that the kernel and its drivers make: /sys, what
 * drivers have in /proc, debugfs.
 *
 *	kernfs_node --- children (in order of their ids)
 *	     ^   ^
 *	     |   +-- inode->i_node: made at each lookup, gone with its last user
 *	     +------ who made it, until kernfs_remove()
 *
 * Whose functions a file calls may go away while the file is open. So each call
 * goes through the operations here:
 *
 *	kernfs_use(node)  ->  the function itself  ->  kernfs_unuse(node)
 *
 * Invariants:
 *  1. No function of a node begins after kernfs_remove(), which returns when
 *     those that were running have returned.
 *  2. A node whose ->closes is set has its open files released then, as if
 *     they were closed; they are empty shells afterwards (/proc).
 *  3. A node holds a reference to its parent.
 *
 * Locking: tree_lock for names and lists, use_lock for the counts of users.
 */
#ifndef KERNEL_FS_KERNFS_H
#define KERNEL_FS_KERNFS_H

#include <octavo/fs.h>

struct kernfs_node {
	refcount_t count;
	char *name;
	umode_t mode;			/* with its type */
	u32 uid, gid;
	u64 id;				/* number of its inodes, and position */
	struct kernfs_node *parent;	/* NULL: the root */
	struct list_head children, sibling;
	unsigned int active;		/* functions that run */
	bool removed;
	bool closes;			/* see invariant 2 */
	int gone;			/* what a removed file answers: -errno */
	struct list_head opens;		/* struct kernfs_open */
	wait_queue_head_t poll_wait;
	unsigned int events;		/* sysfs_notify() */
	loff_t size;
	const struct file_operations *fops;	/* of a file */
	void *priv;			/* inode->i_private */
	void *owner;			/* whoever made it: his object */
	struct kernfs_node *target;	/* of a link in /sys, referenced */
	char *link;			/* text of any other link */
	void (*free)(struct kernfs_node *node);	/* may be NULL */
};

/* What a new node is to be. */
struct kernfs_what {
	const char *name;
	umode_t mode;
	loff_t size;
	const struct file_operations *fops;
	void *priv, *owner;
	bool closes;
	int gone;
	char *link;			/* kmalloc'ed: taken over */
	void (*free)(struct kernfs_node *node);
};

/* A node in @parent's directory (NULL: a root), with one reference for whoever
 * removes it; or ERR_PTR: -EEXIST, -ENOENT for a removed parent, -ENOMEM. */
struct kernfs_node *kernfs_create(struct kernfs_node *parent,
				  const struct kernfs_what *what);
struct kernfs_node *kernfs_create_dir(struct kernfs_node *parent,
				      const char *name, umode_t mode);
/* A link whose text leads from @parent's directory to @target. */
struct kernfs_node *kernfs_create_link(struct kernfs_node *parent,
				       const char *name,
				       struct kernfs_node *target);
/* Take @node and all below it away, and the reference; NULL: nothing. */
void kernfs_remove(struct kernfs_node *node);
/* The same, from within a function of @node. False: it was removed already. */
bool kernfs_remove_self(struct kernfs_node *node);
/* A child by name, referenced, or NULL. */
struct kernfs_node *kernfs_find(struct kernfs_node *parent, const char *name);
/* A link to @target among the children, with that name or (NULL) any. */
struct kernfs_node *kernfs_find_link(struct kernfs_node *parent,
				     const struct kernfs_node *target,
				     const char *name);
/* Remove a child by name; 0 or -ENOENT. */
int kernfs_remove_by_name(struct kernfs_node *parent, const char *name);
/* Another place and name; 0, -EEXIST, -ENOMEM. */
int kernfs_rename(struct kernfs_node *node, struct kernfs_node *new_parent,
		  const char *new_name);
struct kernfs_node *kernfs_get(struct kernfs_node *node);
void kernfs_put(struct kernfs_node *node);
bool kernfs_use(struct kernfs_node *node);
void kernfs_unuse(struct kernfs_node *node);
bool kernfs_has_children(struct kernfs_node *node);
/* An inode for @node, or ERR_PTR. */
struct inode *kernfs_inode(struct super_block *sb, struct kernfs_node *node);
/* For directories whose names are nodes: of @node's, from ctx->pos on. */
struct inode *kernfs_lookup(struct kernfs_node *node, struct inode *dir,
			    const char *name);
int kernfs_readdir(struct kernfs_node *node, struct dir_context *ctx);
/* A tree that shows @root. */
struct super_block *kernfs_sb_create(const char *type, unsigned long magic,
				     struct kernfs_node *root);
/* super_operations.evict_inode */
void kernfs_evict(struct inode *inode);
/* Wake who polls it. */
void kernfs_notify(struct kernfs_node *node);

#endif
