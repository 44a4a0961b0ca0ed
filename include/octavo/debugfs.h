/* SPDX-License-Identifier: MIT */
/*
 * debugfs.h - files for who looks for a mistake: /sys/kernel/debug.
 *
 * Errors need not be looked at: a directory that could not be made is ERR_PTR,
 * and what is made in it is not made either. A removed file that is open
 * answers -EIO; the module of its operations stays until it is closed.
 *
 * What is returned names an entry and has nothing to be looked at inside.
 */
#ifndef OCTAVO_DEBUGFS_H
#define OCTAVO_DEBUGFS_H

#include <octavo/atomic.h>
#include <octavo/fs.h>
#include <octavo/libfs.h>
#include <octavo/seq_file.h>

struct debugfs_blob_wrapper {
	void *data;
	unsigned long size;
};

struct debugfs_u32_array {
	u32 *array;
	u32 n_elements;
};

/**
 * debugfs_create_dir() - make a directory
 * @name: of it
 * @parent: NULL: the root
 *
 * Context: May sleep.
 * Return: the entry, or ERR_PTR: -EEXIST, -ENOMEM, or as @parent.
 * Pairs with: debugfs_remove().
 */
struct dentry *debugfs_create_dir(const char *name, struct dentry *parent);

/**
 * debugfs_create_file() - make a file
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @data: inode->i_private
 * @fops: stay while it is there
 *
 * Context: May sleep.
 * Return: as debugfs_create_dir().
 * Pairs with: debugfs_remove().
 */
struct dentry *debugfs_create_file(const char *name, umode_t mode,
				   struct dentry *parent, void *data,
				   const struct file_operations *fops);

#define debugfs_create_file_unsafe	debugfs_create_file

/**
 * debugfs_create_file_size() - the same with a size for stat(2)
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @data: inode->i_private
 * @fops: stay while it is there
 * @size: bytes
 *
 * Context: May sleep.
 */
void debugfs_create_file_size(const char *name, umode_t mode,
			      struct dentry *parent, void *data,
			      const struct file_operations *fops, loff_t size);

/**
 * debugfs_create_symlink() - make a symbolic link
 * @name: of it
 * @parent: NULL: the root
 * @target: copied
 *
 * Context: May sleep.
 * Return: as debugfs_create_dir().
 */
struct dentry *debugfs_create_symlink(const char *name, struct dentry *parent,
				      const char *target);

/**
 * debugfs_lookup() - an entry by name
 * @name: of it
 * @parent: NULL: the root
 *
 * Context: May sleep.
 * Return: the entry, referenced, or NULL.
 * Pairs with: debugfs_put().
 */
struct dentry *debugfs_lookup(const char *name, struct dentry *parent);

/**
 * debugfs_put() - let go of what debugfs_lookup() gave: dput() of Linux
 * @dentry: may be NULL
 *
 * Context: May sleep.
 */
void debugfs_put(struct dentry *dentry);

/**
 * debugfs_lookup_and_remove() - take an entry away by name
 * @name: of it; may be missing
 * @parent: NULL: the root
 *
 * Context: May sleep.
 */
void debugfs_lookup_and_remove(const char *name, struct dentry *parent);

/**
 * debugfs_remove() - take an entry away, with all below it
 * @dentry: NULL or ERR_PTR: nothing
 *
 * Context: May sleep.
 */
void debugfs_remove(struct dentry *dentry);

#define debugfs_remove_recursive	debugfs_remove

/**
 * debugfs_initialized() - is there a debugfs?
 *
 * Context: Any context.
 * Return: true between the start and the end of the kernel.
 */
bool debugfs_initialized(void);

/* Variables as files; @mode says whether they can be read and written. */
/**
 * debugfs_create_u8() - show a variable as a u8
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_u8(const char *name, umode_t mode, struct dentry *parent,
		       u8 *value);
/**
 * debugfs_create_u16() - show a variable as a u16
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_u16(const char *name, umode_t mode, struct dentry *parent,
			u16 *value);
/**
 * debugfs_create_u32() - show a variable as a u32
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_u32(const char *name, umode_t mode, struct dentry *parent,
			u32 *value);
/**
 * debugfs_create_u64() - show a variable as a u64
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_u64(const char *name, umode_t mode, struct dentry *parent,
			u64 *value);
/**
 * debugfs_create_ulong() - show a variable as a ulong
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_ulong(const char *name, umode_t mode,
			  struct dentry *parent, unsigned long *value);
/**
 * debugfs_create_x8() - show a variable as a x8
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_x8(const char *name, umode_t mode, struct dentry *parent,
		       u8 *value);
/**
 * debugfs_create_x16() - show a variable as a x16
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_x16(const char *name, umode_t mode, struct dentry *parent,
			u16 *value);
/**
 * debugfs_create_x32() - show a variable as a x32
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_x32(const char *name, umode_t mode, struct dentry *parent,
			u32 *value);
/**
 * debugfs_create_x64() - show a variable as a x64
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_x64(const char *name, umode_t mode, struct dentry *parent,
			u64 *value);
/**
 * debugfs_create_size_t() - show a variable as a size_t
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_size_t(const char *name, umode_t mode,
			   struct dentry *parent, size_t *value);
/**
 * debugfs_create_atomic_t() - show a variable as a atomic_t
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_atomic_t(const char *name, umode_t mode,
			     struct dentry *parent, atomic_t *value);
/**
 * debugfs_create_bool() - show a variable as a bool
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @value: the variable
 *
 * Context: May sleep.
 */
void debugfs_create_bool(const char *name, umode_t mode, struct dentry *parent,
			 bool *value);
/**
 * debugfs_create_blob() - show bytes
 * @name: of it
 * @mode: permissions
 * @parent: NULL: the root
 * @blob: what it is
 *
 * Context: May sleep.
 * Return: as debugfs_create_dir().
 */
struct dentry *debugfs_create_blob(const char *name, umode_t mode,
				   struct dentry *parent,
				   struct debugfs_blob_wrapper *blob);

#define DEFINE_DEBUGFS_ATTRIBUTE	DEFINE_SIMPLE_ATTRIBUTE
#define DEFINE_DEBUGFS_ATTRIBUTE_SIGNED	DEFINE_SIMPLE_ATTRIBUTE_SIGNED

#endif
