/* SPDX-License-Identifier: MIT */
/*
 * unfinished.c - stand-ins for functions that are not written yet, so that the
 * suites of the others link. Goes away with the last of them.
 */
#include <stdlib.h>

#define UNFINISHED(name)						\
	__attribute__((__weak__)) void name(void);			\
	void name(void)							\
	{								\
		abort();						\
	}

UNFINISHED(do_mprotect)
UNFINISHED(get_user_pages_remote)
UNFINISHED(iput)
UNFINISHED(kernel_boot)
UNFINISHED(kernel_exit)
UNFINISHED(kernel_run)
UNFINISHED(kernel_syscall)
UNFINISHED(kernel_user_fault)
UNFINISHED(new_inode)
UNFINISHED(sb_create)
UNFINISHED(sb_destroy)
UNFINISHED(vfs_create_file)
UNFINISHED(vfs_install)
UNFINISHED(vfs_mkdir)
UNFINISHED(vfs_mount)
UNFINISHED(vfs_symlink)
UNFINISHED(no_file_operations)
