/* SPDX-License-Identifier: MIT */
/*
 * kernfs_file.h - open files of nodes, between kernfs.c and kernfs_file.c.
 */
#ifndef KERNEL_FS_KERNFS_FILE_H
#define KERNEL_FS_KERNFS_FILE_H

struct kernfs_node;

extern const struct file_operations kernfs_file_operations;
/* Release the files of a removed node. */
void kernfs_close_all(struct kernfs_node *node);

#endif
