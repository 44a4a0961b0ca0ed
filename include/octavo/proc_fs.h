/* SPDX-License-Identifier: MIT */
/*
 * proc_fs.h - what drivers have in /proc.
 *
 * Who removes an entry waits for its functions that run, and has its open files
 * released; they answer -EIO afterwards. So a module that removes its entries
 * can be unloaded, whoever has them open.
 */
#ifndef OCTAVO_PROC_FS_H
#define OCTAVO_PROC_FS_H

#include <octavo/fs.h>
#include <octavo/seq_file.h>

struct proc_dir_entry;

#define PROC_ENTRY_PERMANENT	1u

/* As struct file_operations, with fewer members. */
struct proc_ops {
	unsigned int proc_flags;
	int (*proc_open)(struct inode *inode, struct file *file);
	ssize_t (*proc_read)(struct file *file, char __user *buf, size_t len,
			     loff_t *pos);
	ssize_t (*proc_read_iter)(struct kiocb *iocb, struct iov_iter *to);
	ssize_t (*proc_write)(struct file *file, const char __user *buf,
			      size_t len, loff_t *pos);
	loff_t (*proc_lseek)(struct file *file, loff_t off, int whence);
	int (*proc_release)(struct inode *inode, struct file *file);
	__poll_t (*proc_poll)(struct file *file, struct poll_table_struct *pt);
	long (*proc_ioctl)(struct file *file, unsigned int cmd,
			   unsigned long arg);
	long (*proc_compat_ioctl)(struct file *file, unsigned int cmd,
				  unsigned long arg);
	int (*proc_mmap)(struct file *file, struct vm_area_struct *vma);
	unsigned long (*proc_get_unmapped_area)(struct file *file,
						unsigned long addr,
						unsigned long len,
						unsigned long pgoff,
						unsigned long flags);
};

/**
 * proc_mkdir() - make a directory
 * @name: of it; may have slashes, for directories that are there
 * @parent: NULL: /proc
 *
 * Context: May sleep.
 * Return: the entry, NULL on any error.
 * Pairs with: proc_remove(), remove_proc_entry().
 */
struct proc_dir_entry *proc_mkdir(const char *name,
				  struct proc_dir_entry *parent);

/**
 * proc_mkdir_mode() - the same with permissions
 * @name: as for proc_mkdir()
 * @mode: permissions; 0: 0555
 * @parent: NULL: /proc
 *
 * Context: May sleep.
 * Return: as proc_mkdir().
 */
struct proc_dir_entry *proc_mkdir_mode(const char *name, umode_t mode,
				       struct proc_dir_entry *parent);

/**
 * proc_mkdir_data() - the same with something for pde_data()
 * @name: as for proc_mkdir()
 * @mode: permissions; 0: 0555
 * @parent: NULL: /proc
 * @data: see pde_data()
 *
 * Context: May sleep.
 * Return: as proc_mkdir().
 */
struct proc_dir_entry *proc_mkdir_data(const char *name, umode_t mode,
				       struct proc_dir_entry *parent,
				       void *data);

/**
 * proc_symlink() - make a symbolic link
 * @name: of it
 * @parent: NULL: /proc
 * @dest: where it leads; copied
 *
 * Context: May sleep.
 * Return: as proc_mkdir().
 */
struct proc_dir_entry *proc_symlink(const char *name,
				    struct proc_dir_entry *parent,
				    const char *dest);

/**
 * proc_create_data() - make a file
 * @name: of it; may have slashes, for directories that are there
 * @mode: permissions; 0: 0444
 * @parent: NULL: /proc
 * @ops: stay while it is there
 * @data: see pde_data()
 *
 * Context: May sleep.
 * Return: as proc_mkdir().
 * Pairs with: proc_remove(), remove_proc_entry().
 */
struct proc_dir_entry *proc_create_data(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct proc_ops *ops,
					void *data);

/**
 * proc_create() - the same without data
 * @name: of it
 * @mode: permissions; 0: 0444
 * @parent: NULL: /proc
 * @ops: stay while it is there
 *
 * Context: May sleep.
 * Return: as proc_mkdir().
 */
struct proc_dir_entry *proc_create(const char *name, umode_t mode,
				   struct proc_dir_entry *parent,
				   const struct proc_ops *ops);

/**
 * proc_create_fops() - the same with file operations: before Linux 5.6
 * @name: of it
 * @mode: permissions; 0: 0444
 * @parent: NULL: /proc
 * @fops: stay while it is there
 * @data: see pde_data()
 *
 * Context: May sleep.
 * Return: as proc_mkdir().
 */
struct proc_dir_entry *proc_create_fops(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct file_operations *fops,
					void *data);

/**
 * proc_create_single_data() - make a file of a show function
 * @name: of it
 * @mode: permissions; 0: 0444
 * @parent: NULL: /proc
 * @show: prints the text
 * @data: m->private of @show
 *
 * Context: May sleep.
 * Return: as proc_mkdir().
 */
struct proc_dir_entry *proc_create_single_data(
	const char *name, umode_t mode, struct proc_dir_entry *parent,
	int (*show)(struct seq_file *m, void *v), void *data);

#define proc_create_single(name, mode, parent, show)	\
	proc_create_single_data(name, mode, parent, show, NULL)

/**
 * proc_create_seq_private() - make a file of records
 * @name: of it
 * @mode: permissions; 0: 0444
 * @parent: NULL: /proc
 * @ops: find and print them
 * @state_size: bytes of m->private for each open file, zeroed; 0: none
 * @data: see pde_data()
 *
 * Context: May sleep.
 * Return: as proc_mkdir().
 */
struct proc_dir_entry *proc_create_seq_private(
	const char *name, umode_t mode, struct proc_dir_entry *parent,
	const struct seq_operations *ops, unsigned int state_size, void *data);

#define proc_create_seq_data(name, mode, parent, ops, data)	\
	proc_create_seq_private(name, mode, parent, ops, 0, data)
#define proc_create_seq(name, mode, parent, ops)	\
	proc_create_seq_private(name, mode, parent, ops, 0, NULL)

/**
 * proc_remove() - take an entry away, with all below it
 * @de: may be NULL
 *
 * Context: May sleep.
 */
void proc_remove(struct proc_dir_entry *de);

/**
 * remove_proc_entry() - take an entry away by name
 * @name: of it; may have slashes
 * @parent: NULL: /proc
 *
 * Reports a name that is not there, and a directory that is not empty.
 *
 * Context: May sleep.
 */
void remove_proc_entry(const char *name, struct proc_dir_entry *parent);

/**
 * remove_proc_subtree() - take an entry away by name, with all below it
 * @name: of it
 * @parent: NULL: /proc
 *
 * Context: May sleep.
 * Return: 0, -ENOENT.
 */
int remove_proc_subtree(const char *name, struct proc_dir_entry *parent);

/**
 * pde_data() - what the maker of an entry gave it
 * @inode: of a file of it
 *
 * Context: Any context.
 * Return: the data.
 */
static inline void *pde_data(const struct inode *inode)
{
	return inode->i_private;
}

#define PDE_DATA(inode)		pde_data(inode)

/**
 * proc_set_size() - what stat(2) says
 * @de: the entry
 * @size: bytes
 *
 * Context: Any context.
 */
void proc_set_size(struct proc_dir_entry *de, loff_t size);

/**
 * proc_set_user() - whose it is
 * @de: the entry
 * @uid: user
 * @gid: group
 *
 * Context: Any context.
 */
void proc_set_user(struct proc_dir_entry *de, u32 uid, u32 gid);

/**
 * proc_get_parent_data() - what the maker of its directory gave that
 * @inode: of a file
 *
 * Context: Any context.
 * Return: the data.
 */
void *proc_get_parent_data(const struct inode *inode);

#endif
