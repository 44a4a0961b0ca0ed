/* SPDX-License-Identifier: MIT */
/*
 * file.h - open files by descriptor, and files that no path names.
 */
#ifndef OCTAVO_FILE_H
#define OCTAVO_FILE_H

#include <octavo/fs.h>

/**
 * fget() - the file behind a descriptor of the running process
 * @fd: the descriptor
 *
 * Context: User context only.
 * Return: the file, referenced; NULL: not open, or by O_PATH.
 * Pairs with: fput().
 */
struct file *fget(unsigned int fd);

/**
 * fget_raw() - the same, also if it was opened by O_PATH
 * @fd: the descriptor
 *
 * Context: User context only.
 * Return: the file, referenced, or NULL.
 * Pairs with: fput().
 */
struct file *fget_raw(unsigned int fd);

/**
 * get_unused_fd_flags() - reserve a descriptor
 * @flags: O_CLOEXEC or 0
 *
 * Programs that use it meanwhile find it closed.
 *
 * Context: User context only.
 * Return: the descriptor, -EMFILE, -ENOMEM.
 * Pairs with: fd_install(), or put_unused_fd().
 */
int get_unused_fd_flags(unsigned int flags);

/**
 * put_unused_fd() - give a reserved descriptor back
 * @fd: not yet installed
 *
 * Context: User context only.
 */
void put_unused_fd(unsigned int fd);

/**
 * fd_publish() - put a file behind a reserved descriptor: fd_install() of Linux
 * @fd: reserved
 * @file: the reference goes to the descriptor
 *
 * Context: User context only.
 */
void fd_publish(unsigned int fd, struct file *file);

/**
 * anon_inode_getfile() - a file that no path names
 * @name: in brackets, for /proc
 * @fops: of it
 * @priv: its private_data
 * @flags: O_*
 *
 * Context: May sleep.
 * Return: the file; ERR_PTR: -ENOMEM, -ENOENT if the owner of @fops goes.
 * Pairs with: fput().
 */
struct file *anon_inode_getfile(const char *name,
				const struct file_operations *fops,
				void *priv, int flags);

/**
 * anon_inode_getfd() - the same with a descriptor
 * @name: in brackets, for /proc
 * @fops: of it
 * @priv: its private_data
 * @flags: O_*, also O_CLOEXEC
 *
 * Context: User context only.
 * Return: the descriptor, -ENOMEM, -EMFILE, -ENOENT; on an error ->release is
 *	not called.
 */
int anon_inode_getfd(const char *name, const struct file_operations *fops,
		     void *priv, int flags);

#endif
