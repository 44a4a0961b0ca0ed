/* SPDX-License-Identifier: MIT */
/*
 * file.c - open files and the tables that number them.
 *
 * A descriptor is an index into files->fd. Tables start with NR_OPEN_DEFAULT
 * slots and double up to NR_OPEN_MAX; the program's RLIMIT_NOFILE is a limit
 * below that. POSIX wants the lowest free one: the search starts at next_fd.
 *
 * Locking: files->lock guards the arrays; a struct file is counted.
 */
#include "internal.h"
#include <octavo/cdev.h>
#include <octavo/module.h>

struct file *file_alloc(struct dentry *dentry, unsigned int flags)
{
	static const unsigned int modes[] = {
		FMODE_READ, FMODE_WRITE, FMODE_READ | FMODE_WRITE, 0,
	};
	const unsigned int positions = FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE;
	struct file *file = kmem_cache_alloc(kernel.files, GFP_KERNEL);

	if (!file)
		return NULL;
	*file = (struct file){
		.f_dentry = dget(dentry),
		.f_inode = dentry->d_inode,
		.f_mapping = &dentry->d_inode->i_data,
		.f_op = dentry->d_inode->i_fop,
		.f_flags = flags & ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC |
				     O_CLOEXEC),
		.f_mode = modes[flags & O_ACCMODE] | positions,
	};
	refcount_set(&file->f_count, 1);
	mutex_init(&file->f_pos_lock);
	return file;
}

static void file_free(struct file *file)
{
	if (unlikely(file->f_cdev))
		cdev_put(file->f_cdev);
	if (unlikely(file->f_op->owner))
		module_put(file->f_op->owner);
	dput(file->f_dentry);
	kmem_cache_free(kernel.files, file);
}

struct file *dentry_open(struct dentry *dentry, int flags)
{
	struct file *file = file_alloc(dentry, flags);
	struct inode *inode = dentry->d_inode;
	int err = 0;

	if (!file)
		return ERR_PTR(-ENOMEM);
	if (flags & O_PATH) {
		file->f_mode = FMODE_PATH;
		file->f_op = &no_file_operations;
		return file;
	}
	if (S_ISCHR(inode->i_mode)) {
		err = chrdev_take(inode, file);
	} else if (S_ISREG(inode->i_mode) || S_ISDIR(inode->i_mode)) {
		file->f_mode |= FMODE_ATOMIC_POS;
	} else if (S_ISFIFO(inode->i_mode)) {
		file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	} else {
		err = -ENXIO;
	}
	if (!err && inode->i_op->getattr)
		err = inode->i_op->getattr(inode);
	if (!err && S_ISREG(inode->i_mode) &&
	    i_size_read(inode) > file_max_size(file))
		err = -EOVERFLOW;
	file->f_flags |= (unsigned int)flags & O_NOCTTY;	/* for ->open */
	if (!err && file->f_op->open)
		err = file->f_op->open(inode, file);
	if (!file->f_op->llseek)	/* which ->open may have replaced */
		file->f_mode &= ~FMODE_LSEEK;
	file->f_flags &= ~(unsigned int)O_NOCTTY;
	if (err) {
		file_free(file);
		return ERR_PTR(err);
	}
	return file;
}

struct file *get_file(struct file *file)
{
	refcount_inc(&file->f_count);
	return file;
}

void fput(struct file *file)
{
	if (!file || !refcount_dec_and_test(&file->f_count))
		return;
	if (unlikely(file->f_ep))
		eventpoll_release(file);
	if (unlikely(file->f_inode->i_flock))
		locks_remove(file, file);
	if (unlikely(nr_leases))
		lease_release(file);
	if (unlikely(file->f_flags & O_ASYNC && file->f_op->fasync))
		file->f_op->fasync(-1, file, 0);
	if (file->f_op->release)
		file->f_op->release(file->f_inode, file);
	file_free(file);
}

/* ---- files without a name ---------------------------------------------- */

/* Its own inode, with neither type nor place; @name is for /proc. */
static struct dentry *anon_dentry(const char *name)
{
	struct dentry *dentry = d_alloc(kernel.pipe->s_root, name,
					strlen(name));
	struct inode *inode = dentry ? new_inode(kernel.pipe, 0600) : NULL;

	if (inode) {
		dentry->d_inode = inode;
		return dentry;
	}
	dput(dentry);
	return NULL;
}

struct file *anon_file(const char *name, const struct file_operations *fops,
		       void *private_data, unsigned int flags)
{
	struct dentry *dentry = anon_dentry(name);
	struct file *file = dentry ? file_alloc(dentry, flags) : NULL;

	dput(dentry);
	if (!file)
		return ERR_PTR(-ENOMEM);
	if (!try_module_get(fops->owner)) {
		file_free(file);
		return ERR_PTR(-ENOENT);
	}
	file->f_mode &= ~(FMODE_PREAD | FMODE_PWRITE);
	if (!fops->llseek)
		file->f_mode &= ~FMODE_LSEEK;
	file->f_op = fops;
	file->private_data = private_data;
	return file;
}

long anon_fd(const char *name, const struct file_operations *fops,
	     void *private_data, unsigned int flags)
{
	struct file *file = anon_file(name, fops, private_data, flags);
	long fd;

	if (IS_ERR(file))
		return PTR_ERR(file);
	fd = fd_install(current_task()->files, file, 0, flags & O_CLOEXEC);
	if (fd < 0) {
		module_put(fops->owner);
		file->f_op = &no_file_operations;	/* the caller frees */
		fput(file);
	}
	return fd;
}

unsigned int file_poll(struct file *file, struct poll_table_struct *pt)
{
	if (file->f_op->poll)
		return file->f_op->poll(file, pt);
	return POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
}

/* ---- tables ------------------------------------------------------------ */

/* Room for @size descriptors in place of what there is. */
static int files_resize(struct files_struct *files, unsigned int size)
{
	struct file **fd = kcalloc(size, sizeof(*fd), GFP_KERNEL);
	unsigned char *cloexec = kzalloc(size, GFP_KERNEL);

	if (!fd || !cloexec) {
		kfree(fd);
		kfree(cloexec);
		return -ENOMEM;
	}
	spin_lock(&files->lock);
	if (files->max_fds) {
		memcpy(fd, files->fd, files->max_fds * sizeof(*fd));
		memcpy(cloexec, files->cloexec, files->max_fds);
	}
	swap(fd, files->fd);
	swap(cloexec, files->cloexec);
	files->max_fds = size;
	spin_unlock(&files->lock);
	kfree(fd);
	kfree(cloexec);
	return 0;
}

/* @file, or NULL, has left @files, and so do the locks of its user. What
 * ->flush says of it. */
static int file_left(struct files_struct *files, struct file *file)
{
	int err = 0;

	if (unlikely(file && file->f_op->flush))
		err = file->f_op->flush(file, files);
	if (unlikely(file && file->f_inode->i_flock))
		locks_remove(file, files);
	fput(file);
	return err;
}

int filp_close(struct file *file, fl_owner_t id)
{
	return file_left(id, file);
}

struct files_struct *files_alloc(void)
{
	struct files_struct *files = kzalloc(sizeof(*files), GFP_KERNEL);

	if (!files)
		return NULL;
	refcount_set(&files->count, 1);
	spin_lock_init(&files->lock);
	if (files_resize(files, NR_OPEN_DEFAULT)) {
		kfree(files);
		return NULL;
	}
	return files;
}

struct files_struct *files_get(struct files_struct *files)
{
	refcount_inc(&files->count);
	return files;
}

struct files_struct *files_dup(struct files_struct *old)
{
	struct files_struct *files = kzalloc(sizeof(*files), GFP_KERNEL);

	if (!files)
		return NULL;
	refcount_set(&files->count, 1);
	spin_lock_init(&files->lock);
	if (files_resize(files, old->max_fds)) {
		kfree(files);
		return NULL;
	}
	spin_lock(&old->lock);
	files->next_fd = min(old->next_fd, files->max_fds);
	for (unsigned int i = 0; i < old->max_fds && i < files->max_fds; i++) {
		if (!old->fd[i])
			continue;
		files->fd[i] = get_file(old->fd[i]);
		files->cloexec[i] = old->cloexec[i];
	}
	spin_unlock(&old->lock);
	return files;
}

void files_put(struct files_struct *files)
{
	if (!files || !refcount_dec_and_test(&files->count))
		return;
	for (unsigned int i = 0; i < files->max_fds; i++)
		file_left(files, files->fd[i]);
	kfree(files->fd);
	kfree(files->cloexec);
	kfree(files);
	net_process_ended();
}

static unsigned int fd_limit(void)
{
	u64 limit = rlimit(RLIMIT_NOFILE);

	return min_t(u64, limit, NR_OPEN_MAX);
}

/* Grow until @fd has a slot. */
static int files_expand(struct files_struct *files, unsigned int fd)
{
	unsigned int size = files->max_fds;

	if (fd >= fd_limit())
		return -EMFILE;
	while (size <= fd)
		size *= 2;
	return size > files->max_fds ? files_resize(files, size) : 0;
}

int fd_install(struct files_struct *files, struct file *file,
	       unsigned int from, bool cloexec)
{
	unsigned int fd;
	int err;

	for (;;) {
		spin_lock(&files->lock);
		fd = max(from, files->next_fd);
		while (fd < files->max_fds && files->fd[fd])
			fd++;
		if (from <= files->next_fd)
			files->next_fd = fd;
		if (fd < files->max_fds && fd < fd_limit()) {
			files->fd[fd] = file;
			files->cloexec[fd] = cloexec;
			spin_unlock(&files->lock);
			return fd;
		}
		spin_unlock(&files->lock);
		err = files_expand(files, fd);
		if (err)
			return err;
	}
}

struct file *fget_raw(unsigned int fd)
{
	struct files_struct *files = current_task()->files;
	struct file *file = NULL;

	spin_lock(&files->lock);
	if (fd < files->max_fds && files->fd[fd])
		file = get_file(files->fd[fd]);
	spin_unlock(&files->lock);
	return file;
}

struct file *fget(unsigned int fd)
{
	struct file *file = fget_raw(fd);

	if (file && file->f_mode & FMODE_PATH) {
		fput(file);
		return NULL;
	}
	return file;
}

int fd_close(struct files_struct *files, unsigned int fd)
{
	struct file *file = NULL;

	spin_lock(&files->lock);
	if (fd < files->max_fds) {
		file = files->fd[fd];
		files->fd[fd] = NULL;
		files->cloexec[fd] = 0;
		files->next_fd = min(files->next_fd, fd);
	}
	spin_unlock(&files->lock);
	if (!file)
		return -EBADF;
	return file_left(files, file);
}

int fd_replace(struct files_struct *files, struct file *file, unsigned int fd,
	       bool cloexec)
{
	int err = fd >= fd_limit() ? -EBADF : files_expand(files, fd);
	struct file *old;

	if (err)
		return err;
	spin_lock(&files->lock);
	old = files->fd[fd];
	files->fd[fd] = get_file(file);
	files->cloexec[fd] = cloexec;
	spin_unlock(&files->lock);
	file_left(files, old);
	return fd;
}

void files_close_on_exec(struct files_struct *files)
{
	for (unsigned int i = 0; i < files->max_fds; i++)
		if (files->fd[i] && files->cloexec[i])
			fd_close(files, i);
}

/* ---- working directory ------------------------------------------------- */

struct fs_struct *fs_alloc(void)
{
	struct fs_struct *fs = kzalloc(sizeof(*fs), GFP_KERNEL);

	if (!fs)
		return NULL;
	refcount_set(&fs->count, 1);
	fs->umask = 022;
	fs->root = dget(kernel.root);
	fs->pwd = dget(kernel.root);
	return fs;
}

struct fs_struct *fs_get(struct fs_struct *fs)
{
	refcount_inc(&fs->count);
	return fs;
}

struct fs_struct *fs_dup(const struct fs_struct *old)
{
	struct fs_struct *fs = kzalloc(sizeof(*fs), GFP_KERNEL);

	if (!fs)
		return NULL;
	refcount_set(&fs->count, 1);
	fs->umask = old->umask;
	fs->root = dget(old->root);
	fs->pwd = dget(old->pwd);
	return fs;
}

void fs_put(struct fs_struct *fs)
{
	if (!fs || !refcount_dec_and_test(&fs->count))
		return;
	dput(fs->pwd);
	dput(fs->root);
	kfree(fs);
}

struct dentry *current_root(void)
{
	struct task *task = task_running();

	return task ? task->fs->root : kernel.root;
}
