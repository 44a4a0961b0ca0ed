/* SPDX-License-Identifier: MIT */
/*
 * internal.h - what the files of this folder share, those of /proc above all.
 *
 * Every inode of /proc says what it stands for in a struct proc_what, and
 * never points at a process: it names one, and whoever wants something of it
 * looks it up anew. So a file of a process that is gone answers -ESRCH or
 * nothing, and a later process with the same number is told apart by the time
 * it began.
 *
 * Locking: a process or thread that was found stays while tasklist_lock is
 * held; what is wanted for longer (an address space, a file) is referenced
 * under it.
 */
#ifndef KERNEL_FS_INTERNAL_H
#define KERNEL_FS_INTERNAL_H

#include "../internal.h"
#include <octavo/libfs.h>
#include <octavo/seq_file.h>
#include <octavo/sysfs.h>

/* A file that no path names, with @name in /proc; or ERR_PTR. The last fput()
 * calls ->release, which this function does not when it fails. */
struct file *anon_file(const char *name, const struct file_operations *fops,
		       void *private_data, unsigned int flags);
/* The same with a descriptor; @flags may have O_CLOEXEC. */
long anon_fd(const char *name, const struct file_operations *fops,
	     void *private_data, unsigned int flags);

/* What is done with a device's inode once it is open, or NULL. */
int chrdev_take(struct inode *inode, struct file *file);
/* Give @file, being opened, the operations of its device. Of drivers
 * (char_dev.c) with references; and the lines of /proc/devices. */
int cdev_take(struct inode *inode, struct file *file);
void chrdevs_show(struct seq_file *m);

struct proc_what;

/* A file of /proc or of a process. */
struct proc_entry {
	const char *name;
	int (*show)(struct seq_file *m, void *v);
	umode_t mode;
	const struct file_operations *fops;	/* NULL: text by ->show */
	bool guarded;		/* of a process: for those who may trace it */
};

struct proc_what {
	const void *entry;		/* line of a table, or NULL */
	pid_t tgid, tid;		/* tid 0: the process, all of it */
	u64 start_ns;			/* when the process began */
	unsigned int n;			/* which link, or descriptor */
};

/* What there is to tell about a process or thread, at one moment. */
struct proc_view {
	pid_t pid, tgid, ppid, pgid, sid;
	char comm[TASK_COMM_LEN];
	char state;			/* as ps(1) has it */
	u32 uid[4], gid[4];		/* real, effective, saved, file */
	struct group_info *groups;	/* referenced, or NULL */
	unsigned int nr_threads, nr_signals;
	int exit_signal, exit_status, nice, oom_score_adj;
	unsigned int fd_size;
	umode_t umask;
	bool no_new_privs;
	u64 start_ns;
	struct cpu_time time, children;
	u64 pending, shared_pending, blocked, ignored, caught;
	unsigned long switches[2];	/* of its own accord, and not */
	unsigned int personality;
	bool did_exec;
	int tty, tty_group;		/* controlling terminal, 0: none */
	struct mm_struct *mm;		/* referenced, or NULL */
	struct rlimit64 rlim[RLIM_NLIMITS];
};

#define what_of(inode)	((const struct proc_what *)(inode)->i_private)

/* A fresh inode of /proc that stands for @what, or ERR_PTR. */
struct inode *proc_inode(struct super_block *sb, umode_t mode,
			 const struct inode_operations *i_op,
			 const struct proc_what *what);
/* Entries of drivers (proc_driver.c), in the root besides its own ones. */
int proc_drivers_init(void);
void proc_drivers_exit(void);
struct inode *proc_driver_lookup(struct inode *dir, const char *name);
int proc_driver_readdir(struct dir_context *ctx);
bool proc_number(const char *name, unsigned int *n);
/* False: the caller's buffer is full. Goes on to the next position. */
bool proc_emit(struct dir_context *ctx, const char *name, u64 ino,
	       unsigned int type);

/* One line here, one show function: files about the machine. */
#define PROC_FILES(X)							\
	X(meminfo) X(buddyinfo) X(zoneinfo) X(slabinfo) X(vmstat)	\
	X(cpuinfo) X(version) X(uptime) X(loadavg) X(filesystems)	\
	X(stat) X(interrupts) X(cmdline) X(devices) X(partitions)	\
	X(swaps) X(modules)

#define X(name)	int proc_##name##_show(struct seq_file *m, void *v);
PROC_FILES(X)
#undef X

/* A fresh inode of /proc/sys, or ERR_PTR. */
struct inode *proc_sys_inode(struct super_block *sb);

extern const struct inode_operations proc_net_operations;

/* A fresh inode of /proc/sysvipc, or ERR_PTR. */
struct inode *proc_sysvipc_inode(struct super_block *sb);

/* ---- dcache.c, perm.c ------------------------------------------------- */

struct dentry *d_alloc_root(struct super_block *sb, struct inode *inode);
/* The hash of a name, begun with 0 and continued with each character. */
static inline u32 hash_char(u32 hash, char c)
{
	return (hash ^ (unsigned char)c) * 0x01000193u;
}
struct qstr name_qstr(const char *name, size_t len);
struct dentry *d_lookup(struct dentry *parent, const struct qstr *name);
void d_add(struct dentry *dentry);
void d_move(struct dentry *dentry, struct dentry *target);
void d_exchange(struct dentry *a, struct dentry *b);
void d_shrink_tree(struct dentry *root);
bool d_has_entries(struct dentry *dir);
/* Is anything in the tree below @root referenced from outside? */
bool d_tree_busy(struct dentry *root);
bool d_is_under(struct dentry *dentry, struct dentry *ancestor);
int dcache_readdir(struct file *file, struct dir_context *ctx);
/* May it take @inode's name out of @dir? 0, -EACCES, -EPERM. */
int may_delete(const struct inode *dir, const struct inode *inode);
/* May it get another name? 0, -EPERM. */
int may_link(const struct inode *inode);

/* ---- namei.c, rw.c, locks.c -------------------------------------------- */

/* The directory and last component of a path, for making or removing it. */
struct path_parent {
	struct dentry *dir;
	char *buf;			/* text of a link, or NULL */
	const char *last;		/* in buf, or in the path itself */
	size_t len;
	bool trailing;			/* slashes after it */
	int special;			/* -errno for ".", "..", "/": 0 else */
};
int path_parent(int dfd, const char *path, struct path_parent *pp);
void path_parent_put(struct path_parent *pp);
struct dentry *follow_mounts(struct dentry *dentry);
struct dentry *lookup_one(struct dentry *dir, const char *name, size_t len);

/* What fcntl(2) is asked and answers about a lock, whatever the structure. */
struct lock_request {
	short type, whence;
	loff_t start, len;
	pid_t pid;
};

enum lock_op { LOCK_OP_GET, LOCK_OP_SET, LOCK_OP_WAIT };

/* @ofd: the lock belongs to the open file. */
long do_lock(struct file *file, enum lock_op op, bool ofd,
	     struct lock_request *req);

/* ---- mount.c, super.c ------------------------------------------------ */

struct super_block *dev_sb_create(void);
struct super_block *proc_sb_create(void);
struct super_block *sys_sb_create(void);
struct super_block *debugfs_sb_create(void);
struct super_block *tmpfs_sb_create(void);
/* Show @sb at a directory; 0, -ENOTDIR, -EBUSY. */
int mount_at(struct super_block *sb, struct dentry *dentry);
void unmount(struct super_block *sb);

/* Trees that mount(2) makes; others have no ->create. Ends with name NULL. */
struct fs_type {
	const char *name;
	struct super_block *(*create)(void);
};
extern const struct fs_type fs_types[];

/* ---- proc_pid.c: directories of processes ------------------------------- */

struct inode *proc_pid_inode(struct super_block *sb, unsigned int pid);
/* With tasklist_lock held; NULL: gone. */
struct signal_struct *proc_process(const struct proc_what *what);
struct task *proc_task(const struct proc_what *what);
/* The address space, referenced; NULL: none, or none any more. */
struct mm_struct *proc_mm(const struct proc_what *what);
/* Everything about it; false: it is gone. Pairs with proc_view_put(). */
bool proc_view_get(struct proc_view *view, const struct proc_what *what);
void proc_view_put(struct proc_view *view);
/* May the running thread look into that process? 0, -EACCES, -ESRCH. */
int proc_may_look(const struct proc_what *what);
/* The path of @dentry as the running task sees it, without NUL. */
int proc_path(struct dentry *dentry, char *buf, size_t size);

/* ---- proc_maps.c --------------------------------------------------------- */

/* Bytes of another address space that could be copied. */
size_t proc_mm_read(struct mm_struct *mm, unsigned long addr, void *buf,
		    size_t len);

extern const struct file_operations proc_file_operations;
extern const struct file_operations proc_comm_operations;
extern const struct file_operations proc_oom_operations;
extern const struct file_operations proc_pagemap_operations;
extern const struct file_operations proc_mem_operations;
extern const struct file_operations proc_kpagecount_operations;
extern const struct file_operations proc_kpageflags_operations;

/* Functions that print a file of a process: m->private is its proc_what. */
#define PROC_TASK_SHOWS(X)						\
	X(status) X(task_stat) X(statm) X(task_cmdline) X(environ) X(auxv)	\
	X(comm) X(limits) X(task_mounts) X(mountinfo) X(oom_score_adj)	\
	X(oom_score) X(wchan) X(cgroup) X(personality) X(maps) X(smaps)	\
	X(smaps_rollup) X(fdinfo) X(schedstat)

#define X(name)	int proc_##name##_show(struct seq_file *m, void *v);
PROC_TASK_SHOWS(X)
#undef X

/* ---- pipe.c ------------------------------------------------------------ */



#define PIPE_DEF_BUFFERS	16u

#define PIPE_BUF_APPEND		1u	/* an own page: more may follow */
#define PIPE_BUF_PACKET		2u	/* O_DIRECT: one write, one read */
#define PIPE_BUF_GIFT		4u	/* SPLICE_F_GIFT */

struct pipe_buffer {
	struct page *page;
	unsigned int offset, len;
	unsigned int flags;
};

struct pipe {
	struct mutex lock;
	unsigned int head, tail;	/* free-running */
	unsigned int ring_size;		/* buffers, a power of two */
	struct pipe_buffer *bufs;
	struct page *spare;		/* for the next write, or NULL */
	unsigned int readers, writers;	/* open files */
	unsigned int r_opened, w_opened;	/* so far */
	unsigned int files;
	wait_queue_head_t rd_wait, wr_wait;
};

static inline bool pipe_empty(const struct pipe *pipe)
{
	return READ_ONCE(pipe->head) == READ_ONCE(pipe->tail);
}

static inline bool pipe_full(const struct pipe *pipe)
{
	return READ_ONCE(pipe->head) - READ_ONCE(pipe->tail) >=
	       READ_ONCE(pipe->ring_size);
}

static inline struct pipe_buffer *pipe_buf(const struct pipe *pipe,
					   unsigned int at)
{
	return &pipe->bufs[at & (pipe->ring_size - 1)];
}

/* The pipe that @file is an end of, or NULL. */
static inline struct pipe *file_pipe(const struct file *file)
{
	return file->f_op == &pipe_fops ? file->private_data : NULL;
}

/* How much is to be moved, and SPLICE_F_*. */
struct splice_len {
	size_t len;
	unsigned int flags;
};

struct pipe *pipe_alloc(void);
void pipe_free(struct pipe *pipe);
/* The first buffer is used up: let go of its page. */
void pipe_drop_first(struct pipe *pipe);
/* Append a piece of @page, taking over the reference; there is room. */
void pipe_add(struct pipe *pipe, const struct pipe_buffer *buf);
/* Wake who waits for bytes, or for room. */
void pipe_wake_readers(struct pipe *pipe);
void pipe_wake_writers(struct pipe *pipe);
/* Sleep, without the lock, until there are bytes or nobody writes, or until
 * there is room or nobody reads. 0 or -ERESTARTSYS. */
int pipe_wait_readable(struct pipe *pipe);
int pipe_wait_writable(struct pipe *pipe);
/* A write that nobody will read: SIGPIPE. */
long pipe_broken(void);

/* ---- rw.c, splice.c ---------------------------------------------------- */

/* The page at @index with a reference, of zeros for a hole; or ERR_PTR. */
struct page *page_to_share(struct address_space *mapping, unsigned long index);
ssize_t generic_splice_read(struct file *file, loff_t *pos, struct pipe *pipe,
			    size_t len, unsigned int flags);
/* A read or write that was allowed already, by @fops. */
ssize_t file_read_by(const struct file_operations *fops, struct file *file,
		     char __user *buf, size_t len, loff_t *pos);
ssize_t file_write_by(const struct file_operations *fops, struct file *file,
		      const char __user *buf, size_t len, loff_t *pos);


/* ---- memfd.c, locks.c, eventpoll.c --------------------------------------- */

/* What F_SEAL_* of @file forbid: bytes from @pos on to be written; *len is
 * made what may be. 0 or -EPERM. */
int sealed_write(const struct file *file, loff_t pos, size_t *len);
int sealed_resize(const struct inode *inode, loff_t size);
/* @owner, a table of descriptors or the file, gives up its locks. */
void locks_remove(struct file *file, const void *owner);
/* A file that sets of epoll(7) have goes away. */
void eventpoll_release(struct file *file);

/* ---- kernfs.c, sysfs*.c, debugfs.c, proc_driver.c, kobject.c ---------------- */

/*
 * Trees of names that the kernel and its drivers make: /sys, what
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

/* ---- file.c --------------------------------------------------------------- */

extern const struct file_operations kernfs_file_operations;
/* Release the files of a removed node. */
void kernfs_close_all(struct kernfs_node *node);

/* ---- sysfs*.c -------------------------------------------------------------- */

extern struct kernfs_node *sysfs_root;	/* NULL: there is no /sys (yet) */

/* A directory for @kobj in that of its parent; 0, -EEXIST, -ENOENT, -ENOMEM. */
int sysfs_create_dir(struct kobject *kobj);
void sysfs_remove_dir(struct kobject *kobj);
int sysfs_rename_dir(struct kobject *kobj, const char *new_name);
int sysfs_move_dir(struct kobject *kobj, struct kobject *new_parent);
/* A file of @kobj in @dir, NULL: it has none. */
int sysfs_add_file(struct kernfs_node *dir, struct kobject *kobj,
		   const struct attribute *attr, umode_t mode);
int sysfs_add_bin_file(struct kernfs_node *dir, struct kobject *kobj,
		       const struct bin_attribute *bin, umode_t mode);

#endif
