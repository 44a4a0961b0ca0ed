/* SPDX-License-Identifier: MIT */
/*
 * inode.c - making, counting and freeing inodes.
 *
 * An inode lives as long as somebody holds a reference: a dentry, an open
 * file through its dentry, a mapping through its file. There is no inode
 * cache beside the dentry cache: the inode of a cached dentry is cached.
 */
#include "internal.h"

struct timespec64 current_time(void)
{
	return ns_to_timespec64(arch_clock_ns(true));
}

static bool is_later(const struct timespec64 *a, const struct timespec64 *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec :
					a->tv_nsec > b->tv_nsec;
}

/* Reading notes the time only once after each change, as relatime does. */
void inode_touch(struct inode *inode, bool modified)
{
	if (modified)
		inode->i_mtime = inode->i_ctime = current_time();
	else if (!is_later(&inode->i_atime, &inode->i_mtime) ||
		 !is_later(&inode->i_atime, &inode->i_ctime))
		inode->i_atime = current_time();
}

static const struct file_operations *default_fop(umode_t mode)
{
	if (S_ISREG(mode))
		return &generic_file_operations;
	if (S_ISDIR(mode))
		return &generic_dir_operations;
	if (S_ISFIFO(mode))
		return &pipe_fops;
	return &no_file_operations;
}

struct inode *new_inode(struct super_block *sb, umode_t mode)
{
	struct inode *inode = kmem_cache_zalloc(kernel.inodes, GFP_KERNEL);

	if (!inode)
		return NULL;
	inode->i_mode = mode;
	inode->i_nlink = S_ISDIR(mode) ? 2 : 1;
	refcount_set(&inode->i_count, 1);
	inode->i_atime = inode->i_mtime = inode->i_ctime = current_time();
	inode->i_op = &simple_inode_operations;
	inode->i_fop = default_fop(mode);
	init_rwsem(&inode->i_rwsem);
	address_space_init(&inode->i_data, NULL, inode);
	inode->i_data.unevictable = true;
	inode->i_sb = sb;
	inode->i_ino = ++sb->s_next_ino;
	sb->s_nr_inodes++;
	return inode;
}

void ihold(struct inode *inode)
{
	refcount_inc(&inode->i_count);
}

void iput(struct inode *inode)
{
	struct super_block *sb;

	if (!inode || !refcount_dec_and_test(&inode->i_count))
		return;
	sb = inode->i_sb;
	truncate_inode_pages(&inode->i_data, 0);
	if (sb->s_op && sb->s_op->evict_inode)
		sb->s_op->evict_inode(inode);
	kfree(inode->i_link);
	sb->s_nr_inodes--;
	kmem_cache_free(kernel.inodes, inode);
}

int inode_init(void)
{
	kernel.inodes = kmem_cache_create("inode_cache", sizeof(struct inode),
					  0, SLAB_RECLAIM_ACCOUNT, NULL);
	if (!kernel.inodes)
		return -ENOMEM;
	kernel.dentries = kmem_cache_create("dentry", sizeof(struct dentry),
					    0, SLAB_RECLAIM_ACCOUNT, NULL);
	if (!kernel.dentries)
		goto free_inodes;
	kernel.files = kmem_cache_create("filp", sizeof(struct file), 0,
					 SLAB_HWCACHE_ALIGN, NULL);
	if (!kernel.files)
		goto free_dentries;
	return 0;

free_dentries:
	kmem_cache_destroy(kernel.dentries);
free_inodes:
	kmem_cache_destroy(kernel.inodes);
	return -ENOMEM;
}

void inode_exit(void)
{
	kmem_cache_destroy(kernel.files);
	kmem_cache_destroy(kernel.dentries);
	kmem_cache_destroy(kernel.inodes);
}

const struct inode_operations simple_inode_operations;
