/* SPDX-License-Identifier: MIT */
/*
 * anon.c - descriptors that the kernel hands out, see octavo/file.h.
 *
 * A reserved descriptor holds a file of which nothing can be had: who uses it
 * meanwhile is told -EBADF.
 */
#include "internal.h"
#include <octavo/file.h>

int get_unused_fd_flags(unsigned int flags)
{
	struct file *file = anon_file("[unused]", &no_file_operations, NULL,
				      O_PATH);
	int fd;

	if (IS_ERR(file))
		return (int)PTR_ERR(file);
	file->f_mode = FMODE_PATH;
	fd = fd_install(current_task()->files, file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		fput(file);
	return fd;
}

void put_unused_fd(unsigned int fd)
{
	fd_close(current_task()->files, fd);
}

void fd_publish(unsigned int fd, struct file *file)
{
	struct files_struct *files = current_task()->files;
	struct file *old = NULL;

	spin_lock(&files->lock);
	if (fd < files->max_fds) {
		old = files->fd[fd];
		files->fd[fd] = file;
	}
	spin_unlock(&files->lock);
	WARN(!old, "fd_install: %u is not reserved\n", fd);
	fput(old);
}

struct file *anon_inode_getfile(const char *name,
				const struct file_operations *fops,
				void *priv, int flags)
{
	return anon_file(name, fops, priv, (unsigned int)flags);
}

int anon_inode_getfd(const char *name, const struct file_operations *fops,
		     void *priv, int flags)
{
	return (int)anon_fd(name, fops, priv, (unsigned int)flags);
}
