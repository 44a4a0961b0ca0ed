/* SPDX-License-Identifier: MIT */
/*
 * mm.h - address spaces: areas, faults, mappings, pinned user pages.
 *
 *	mm_struct --- mm_rb ----> vm_area_struct   what the program may do where
 *	    |                        |
 *	    |                        +-- vm_mapping -> address_space (pagemap.h)
 *	    +------- pgd ------> page tables       which frame is where now
 *
 * The areas are the promise, the page tables are its state: an entry may be
 * missing (filled in by a fault) but never allows more than its area does.
 *
 * Locking, outermost first:
 *	mm->mmap_lock		the areas; read for faults and get_user_pages
 *	page lock (PG_locked)	a page's membership of its address_space
 *	mapping->i_mmap_lock	the areas that map a file
 *	mm->page_table_lock	the entries of the page tables
 *	mapping->i_pages.xa_lock, the lock of reclaim's list of pages
 */
#ifndef OCTAVO_MM_H
#define OCTAVO_MM_H

#include <octavo/types.h>
#include <octavo/atomic.h>
#include <octavo/page.h>
#include <octavo/rbtree.h>
#include <octavo/rwsem.h>
#include <octavo/spinlock.h>
#include <octavo/list.h>
#include <asm/pgtable.h>

struct file;			/* the kernel's; opaque here */
struct address_space;
struct vm_fault;
struct vm_area_struct;

#define VM_READ		0x00000001ul
#define VM_WRITE	0x00000002ul
#define VM_EXEC		0x00000004ul
#define VM_SHARED	0x00000008ul
#define VM_MAYREAD	0x00000010ul
#define VM_MAYWRITE	0x00000020ul
#define VM_MAYEXEC	0x00000040ul
#define VM_MAYSHARE	0x00000080ul
#define VM_GROWSDOWN	0x00000100ul
#define VM_PFNMAP	0x00000400ul
#define VM_LOCKED	0x00002000ul
#define VM_IO		0x00004000ul
#define VM_SEQ_READ	0x00008000ul
#define VM_RAND_READ	0x00010000ul
#define VM_DONTCOPY	0x00020000ul
#define VM_DONTEXPAND	0x00040000ul
#define VM_LOCKONFAULT	0x00080000ul
#define VM_NORESERVE	0x00200000ul
#define VM_WIPEONFORK	0x02000000ul
#define VM_DONTDUMP	0x04000000ul
#define VM_MIXEDMAP	0x10000000ul

#define VM_ACCESS_FLAGS	(VM_READ | VM_WRITE | VM_EXEC)
#define VM_MAY_FLAGS	(VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC | VM_MAYSHARE)
#define VM_LOCKED_MASK	(VM_LOCKED | VM_LOCKONFAULT)
/* Areas that neither merge nor are walked for pages. */
#define VM_SPECIAL	(VM_IO | VM_DONTEXPAND | VM_PFNMAP | VM_MIXEDMAP)

/* Most areas of an address space; vm.max_map_count. */
extern int sysctl_max_map_count;

typedef unsigned int vm_fault_t;
#define VM_FAULT_OOM		0x0001u
#define VM_FAULT_SIGBUS		0x0002u
#define VM_FAULT_MAJOR		0x0004u
#define VM_FAULT_SIGSEGV	0x0040u
#define VM_FAULT_NOPAGE		0x0100u	/* the handler made the entry */
#define VM_FAULT_LOCKED		0x0200u	/* the page comes back locked */
#define VM_FAULT_RETRY		0x0400u
#define VM_FAULT_ERROR		(VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV)

#define FAULT_FLAG_WRITE	0x01u
#define FAULT_FLAG_REMOTE	0x80u	/* not for the running task */
#define FAULT_FLAG_USER		0x40u
#define FAULT_FLAG_INSTRUCTION	0x100u
#define FAULT_FLAG_UNSHARE	0x400u	/* an own copy, without write access */

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *vma);	/* a copy or split was made */
	void (*close)(struct vm_area_struct *vma);	/* one went away */
	/* Find the page: sets vmf->page, referenced; VM_FAULT_LOCKED if it is
	 * locked as well, VM_FAULT_NOPAGE if the entry was made already. */
	vm_fault_t (*fault)(struct vm_fault *vmf);
	/* A shared page is about to become writable. VM_FAULT_LOCKED: vmf->page
	 * is locked now. */
	vm_fault_t (*page_mkwrite)(struct vm_fault *vmf);
	/* The same of a frame (VM_PFNMAP, VM_MIXEDMAP). 0 or VM_FAULT_NOPAGE. */
	vm_fault_t (*pfn_mkwrite)(struct vm_fault *vmf);
	/* May it become two at @addr? An errno forbids it. */
	int (*may_split)(struct vm_area_struct *vma, unsigned long addr);
	/* For access_process_vm() where there are no pages: bytes copied. */
	int (*access)(struct vm_area_struct *vma, unsigned long addr, void *buf,
		      int len, int write);
	const char *(*name)(struct vm_area_struct *vma);
	/* Neighbours with equal vm_ops, vm_file and vm_private_data may become
	 * one area although ->close is set. */
	bool mergeable;
};

struct vm_fault {
	struct vm_area_struct *vma;
	unsigned long address;		/* page-aligned user address */
	unsigned long pgoff;		/* page in the file */
	unsigned int flags;		/* FAULT_FLAG_* */
	struct page *page;		/* what ->fault found, referenced */
	pte_t orig_pte;			/* the entry that was found */
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;		/* exclusive */
	unsigned long vm_flags;		/* VM_* */
	pgprot_t vm_page_prot;		/* a device's: as its ->mmap left it */
	unsigned long vm_pgoff;		/* of vm_start, in pages */
	struct mm_struct *vm_mm;
	struct rb_node vm_rb;
	struct vm_area_struct *vm_prev, *vm_next;	/* by address */
	const struct vm_operations_struct *vm_ops;	/* NULL: anonymous */
	struct file *vm_file;		/* held (vm_file_hooks) */
	struct address_space *vm_mapping;	/* page cache behind it, or NULL */
	struct list_head i_mmap;	/* in vm_mapping's list */
	void *vm_private_data;
	unsigned long vm_seq_next;	/* where an in-order toucher faults next */
	unsigned int vm_seq_run;	/* pages its last fault was given */
};

/* What a process may have, in bytes; ULONG_MAX: no limit. */
struct mm_limits {
	unsigned long stack;		/* of an area that grows */
	unsigned long as;		/* of all areas */
	unsigned long data;		/* of heap and private writable areas */
	unsigned long memlock;		/* of locked areas */
};

struct mm_struct {
	pte_t *pgd;
	struct rb_root mm_rb;
	struct vm_area_struct *mmap;	/* the lowest area */
	struct vm_area_struct *last_vma;	/* the last found, or NULL */
	int map_count;
	atomic_t mm_users;
	spinlock_t page_table_lock;
	struct rw_semaphore mmap_lock;
	unsigned long mmap_base;	/* mmap searches down from here */
	unsigned long mmap_cache;	/* the last search ended here (0: none) */
	unsigned long mmap_hole;	/* and passed holes of this at most */
	unsigned long total_vm;		/* pages mapped by areas */
	unsigned long data_vm;		/* of them, private and writable */
	unsigned long locked_vm;	/* of them, with VM_LOCKED */
	atomic_long_t rss;		/* pages present */
	atomic_long_t rss_file;		/* of them, pages of a page cache */
	atomic_long_t pgtables;		/* pages of tables, root included */
	unsigned long start_brk, brk;
	unsigned long start_code, end_code, start_data, end_data;
	unsigned long start_stack, arg_start, arg_end, env_start, env_end;
	unsigned long def_flags;	/* VM_LOCKED_MASK of areas to come */
	struct mm_limits limit;
	unsigned int membarrier;	/* what was registered for */
	struct arch_mm arch;		/* <asm/pgtable.h>: the machine's own */
};

/* What a page fault came to; the port acts on it. */
enum fault_action {
	FAULT_RETRY,		/* run the instruction again */
	FAULT_FIXUP,		/* continue at *fixup */
	FAULT_SIGSEGV_MAPERR,	/* user code: no area there */
	FAULT_SIGSEGV_ACCERR,	/* user code: the area does not allow it */
	FAULT_SIGBUS,		/* user code: nothing behind the mapping */
	FAULT_OOM,		/* user code: no memory left */
	FAULT_BUG,		/* kernel code, no fixup: stop with an oops */
};

/* Why it faulted, as the i386 error code has it. */
#define PF_PROT		0x01u	/* page present, access not allowed */
#define PF_WRITE	0x02u
#define PF_USER		0x04u	/* the CPU ran user code */
#define PF_INSTR	0x10u

/* ---- Faults ------------------------------------------------------------- */

/**
 * do_page_fault() - what a machine asks when an access was refused
 * @addr: the address accessed
 * @code: PF_* bits
 * @ip: address of the instruction
 * @fixup: where to continue; written for FAULT_FIXUP only
 *
 * The order is: area first, exception table second, oops last. A kernel
 * address, an atomic context, pagefault_disable() and a task without an
 * address space go to the table at once.
 *
 * Context: Any context; may sleep where the interrupted code may.
 * Locks: takes mmap_lock for read. A kernel instruction without a table entry
 *	that faults while the lock is held elsewhere is FAULT_BUG, not a wait.
 * Return: an enum fault_action.
 */
enum fault_action do_page_fault(unsigned long addr, unsigned int code,
				unsigned long ip, unsigned long *fixup);

/* What the kernel does when a fault finds no page; NULL: nothing. It may sleep
 * and answers whether the access shall be tried again. */
extern bool (*vm_out_of_memory)(void);

/**
 * handle_mm_fault() - make one page of an area present
 * @vma: the area; it must contain @address
 * @address: user address, any byte of the page
 * @flags: FAULT_FLAG_*; FAULT_FLAG_WRITE in an area without VM_WRITE breaks
 *	copy-on-write for a private mapping and leaves the entry read-only
 *
 * Neighbouring pages may become present with it: pages of a file that are in
 * memory, and new anonymous pages for a program that touches them in order.
 *
 * Context: May sleep.
 * Locks: mmap_lock held.
 * Return: 0 or VM_FAULT_MAJOR when done, else VM_FAULT_ERROR bits.
 */
vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address,
			   unsigned int flags);

/**
 * fixup_user_fault() - make a page present as if the program had touched it
 * @mm: the address space
 * @address: user address
 * @fault_flags: FAULT_FLAG_WRITE or 0
 *
 * Context: May sleep.
 * Locks: mmap_lock held for read.
 * Return: 0; -EFAULT no area, or access not allowed, or nothing behind the
 *	mapping; -ENOMEM.
 */
int fixup_user_fault(struct mm_struct *mm, unsigned long address,
		     unsigned int fault_flags);

/* ---- Address spaces ------------------------------------------------------ */

/**
 * mm_alloc() - create an empty address space
 *
 * Context: May sleep.
 * Return: it, with one user, or NULL for lack of memory.
 * Pairs with: mmput().
 */
struct mm_struct *mm_alloc(void);

/**
 * mmget() - one more user of an address space
 * @mm: one the caller has a reference to
 *
 * Context: Any context.
 * Pairs with: mmput().
 */
void mmget(struct mm_struct *mm);

/**
 * mmput() - one user less; the last unmaps everything and frees it
 * @mm: not loaded on any CPU any more if this was the last
 *
 * Pinned pages stay until they are unpinned.
 *
 * Context: May sleep.
 * Locks: mmap_lock not held.
 */
void mmput(struct mm_struct *mm);

/**
 * dup_mmap() - copy every area of an address space, as fork does
 * @mm: empty, from mm_alloc()
 * @oldmm: the one to copy
 *
 * Private pages become shared until one side writes; pages that may be pinned
 * are copied at once, so that the pin stays with @oldmm. Areas marked
 * VM_DONTCOPY are left out. After an error @mm holds a part and goes to
 * mmput().
 *
 * Context: May sleep.
 * Locks: takes oldmm->mmap_lock for write.
 * Return: 0, or -ENOMEM.
 */
int dup_mmap(struct mm_struct *mm, struct mm_struct *oldmm);

/**
 * find_vma() - first area that ends above an address
 * @mm: the address space
 * @addr: user address
 *
 * The area need not contain @addr. O(log areas).
 *
 * Context: Any context.
 * Locks: mmap_lock held.
 * Return: the area, or NULL.
 */
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr);

/**
 * vma_lookup() - the area that contains an address
 * @mm: the address space
 * @addr: user address
 *
 * Context: Any context.
 * Locks: mmap_lock held.
 * Return: the area, or NULL.
 */
struct vm_area_struct *vma_lookup(struct mm_struct *mm, unsigned long addr);

/**
 * find_vma_intersection() - first area that shares a byte with a range
 * @mm: the address space
 * @start: user address
 * @end: exclusive
 *
 * Context: Any context.
 * Locks: mmap_lock held.
 * Return: the area, or NULL.
 */
struct vm_area_struct *find_vma_intersection(struct mm_struct *mm,
					     unsigned long start,
					     unsigned long end);

/**
 * vma_first() - the lowest area
 * @mm: the address space
 *
 * Context: Any context.
 * Locks: mmap_lock held.
 * Return: the area, or NULL.
 */
static inline struct vm_area_struct *vma_first(struct mm_struct *mm)
{
	return mm->mmap;
}

/**
 * vma_next() - the next higher area
 * @vma: an area
 *
 * Context: Any context.
 * Locks: mmap_lock held.
 * Return: the area, or NULL.
 */
static inline struct vm_area_struct *vma_next(struct vm_area_struct *vma)
{
	return vma->vm_next;
}

#define for_each_vma(mm, vma)						\
	for ((vma) = vma_first(mm); (vma); (vma) = vma_next(vma))

/**
 * vma_name() - what /proc/PID/maps calls an area
 * @vma: the area
 *
 * What ->name answers; else "[heap]", "[stack]" or the empty string.
 *
 * Context: Any context.
 * Locks: mmap_lock held.
 * Return: a string that lives as long as the area.
 */
const char *vma_name(struct vm_area_struct *vma);

/**
 * vma_perms() - the rights of an area as /proc/PID/maps shows them
 * @vma: the area
 * @buf: 5 bytes: "rwxp" or "rwxs" with '-' for what is missing, and a NUL
 *
 * Context: Any context.
 */
void vma_perms(const struct vm_area_struct *vma, char *buf);

static inline unsigned long vma_pages(const struct vm_area_struct *vma)
{
	return (vma->vm_end - vma->vm_start) >> PAGE_SHIFT;
}

/* Does a write to this area make a private copy? */
static inline bool is_cow_mapping(unsigned long vm_flags)
{
	return (vm_flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE;
}

/* How an area holds its file; who has files sets it. */
struct vm_file_hooks {
	struct file *(*get)(struct file *file);
	void (*put)(struct file *file);
};

extern struct vm_file_hooks vm_file_hooks;

/* Bytes kept free below an area that grows down, 256 pages at the start. */
extern unsigned long stack_guard_gap;

/* What mmap(2) and the file behind it ask for. */
struct mmap_request {
	unsigned long addr, len, prot, flags;	/* as mmap(2) */
	unsigned long pgoff;		/* pages */
	unsigned long may;		/* VM_MAY* the file's mode allows; 0: all */
	unsigned long vm_flags;		/* further VM_* of the area, mostly 0 */
	const struct vm_operations_struct *vm_ops;	/* NULL: anonymous */
	struct file *vm_file;
	struct address_space *mapping;
	void *private_data;
	/* A device's own setup of the area before anybody sees it; an error
	 * undoes the mapping. NULL: none. */
	int (*mmap)(struct vm_area_struct *vma);
};

/**
 * do_mmap() - make a mapping
 * @mm: the address space
 * @req: what is wanted; only read
 *
 * On success the area owns one reference to req->vm_file, which goes with it
 * (at once where the area merged with a neighbour); ->open is not called for
 * it. On failure the caller still owns it.
 *
 * MAP_SHARED without a file makes memory that fork shares.
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: the address, or as a negative number: -EINVAL length 0, unaligned
 *	MAP_FIXED, neither shared nor private; -ENOMEM no room, a limit of
 *	mm->limit, sysctl_max_map_count, no memory; -EAGAIN more locked pages
 *	than limit.memlock; -EPERM MAP_FIXED below TASK_SIZE_MIN, PROT_EXEC of
 *	a file that forbids it, MAP_LOCKED where nothing may be locked;
 *	-EACCES other rights the file
 *	forbids; -EEXIST MAP_FIXED_NOREPLACE over something; -EOVERFLOW the
 *	file offset wraps; -EOPNOTSUPP a flag that MAP_SHARED_VALIDATE checks;
 *	-ENODEV the file cannot be mapped; what ->mmap returned.
 */
unsigned long do_mmap(struct mm_struct *mm, const struct mmap_request *req);

/**
 * do_munmap() - remove every mapping of a range
 * @mm: the address space
 * @start: user address, page-aligned
 * @len: bytes, rounded up to pages
 *
 * Holes are fine. Areas that reach over an end are split.
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: 0; -EINVAL unaligned, empty or outside; -ENOMEM a split would pass
 *	sysctl_max_map_count, or no memory; nothing has changed then.
 */
int do_munmap(struct mm_struct *mm, unsigned long start, size_t len);

/**
 * do_mprotect() - change the rights of a range
 * @mm: the address space
 * @start: user address, page-aligned
 * @len: bytes, rounded up to pages
 * @prot: PROT_*, with PROT_GROWSDOWN from the area's start
 *
 * Works area by area, as on Linux: what comes before the first error has been
 * changed.
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: 0; -EINVAL unaligned or unknown bits; -ENOMEM a hole, wrap, too
 *	many areas; -EACCES a right the mapping may not have.
 */
int do_mprotect(struct mm_struct *mm, unsigned long start, size_t len,
		unsigned long prot);

/**
 * do_mremap() - change size or place of a mapping
 * @mm: the address space
 * @addr: user address, page-aligned
 * @old_len: bytes; 0 duplicates a shared mapping
 * @new_len: bytes
 * @flags: MREMAP_*
 * @new_addr: for MREMAP_FIXED and as a hint with MREMAP_DONTUNMAP
 *
 * A move takes the page-table entries along; no page is copied.
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: the address, or as a negative number: -EINVAL bad flags, alignment,
 *	new length 0, overlap of old and new place; -EFAULT no area there, or
 *	the range is more than one area, or the area must not grow; -ENOMEM
 *	cannot grow in place and may not move, limits, no memory.
 */
unsigned long do_mremap(struct mm_struct *mm, unsigned long addr,
			unsigned long old_len, unsigned long new_len,
			unsigned long flags, unsigned long new_addr);

/**
 * do_brk() - move the end of the heap
 * @mm: the address space
 * @brk: the wanted end, any byte
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: the end of the heap afterwards: @brk if it worked, else as before.
 */
unsigned long do_brk(struct mm_struct *mm, unsigned long brk);

/**
 * do_madvise() - advice about a range
 * @mm: the address space
 * @start: user address, page-aligned
 * @len: bytes, rounded up to pages
 * @advice: MADV_*: DONTNEED, DONTNEED_LOCKED and FREE drop the pages at once,
 *	REMOVE those of a shared file, too; NORMAL, RANDOM, SEQUENTIAL, WILLNEED
 *	are about reading ahead; POPULATE_READ and POPULATE_WRITE touch them;
 *	DONTFORK, DOFORK, WIPEONFORK, KEEPONFORK, DONTDUMP, DODUMP set a mark;
 *	COLD and PAGEOUT are taken note of
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: 0; -EINVAL unaligned, wrap, other advice, DONTNEED of locked or raw
 *	pages, FREE or WIPEONFORK of a file; -EACCES REMOVE without the right to
 *	write; -EFAULT POPULATE beyond the end of a file; -ENOMEM a hole, after
 *	the rest was done (POPULATE stops there).
 */
int do_madvise(struct mm_struct *mm, unsigned long start, size_t len, int advice);

/**
 * do_mlock() - keep a range in memory, or let go of it
 * @mm: the address space
 * @start: user address
 * @len: bytes; whole pages are meant
 * @flags: VM_LOCKED, with VM_LOCKONFAULT for pages when they are touched; 0
 *	lets go
 *
 * Only marks the areas; vm_populate() brings the pages in. What comes before a
 * hole has been marked.
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: 0; -EINVAL the range wraps; -EPERM nothing may be locked; -ENOMEM a
 *	hole, more than limit.memlock, too many areas, no memory.
 */
int do_mlock(struct mm_struct *mm, unsigned long start, size_t len,
	     unsigned long flags);

/**
 * do_mlockall() - mark all areas, those to come, or both
 * @mm: the address space
 * @now: VM_LOCKED_MASK bits all areas get, ~0ul leaves them as they are
 * @later: the same for areas to come, mm->def_flags
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 */
void do_mlockall(struct mm_struct *mm, unsigned long now, unsigned long later);

/**
 * vm_populate() - bring the pages of a range in as if they were touched
 * @mm: the address space
 * @start: user address, page-aligned
 * @len: bytes
 *
 * Context: May sleep.
 * Locks: takes mmap_lock for read.
 * Return: 0; -ENOMEM a hole, or an area without rights; -EAGAIN no memory.
 */
int vm_populate(struct mm_struct *mm, unsigned long start, size_t len);

/**
 * do_msync() - note what a program wrote to its file mappings
 * @mm: the address space
 * @start: user address, page-aligned
 * @len: bytes
 * @flags: MS_*
 *
 * Moves the dirty marks of the page tables to the pages of the file.
 *
 * Context: May sleep.
 * Locks: mmap_lock held for read.
 * Return: 0; -EINVAL flags or alignment; -ENOMEM a hole; -EBUSY MS_INVALIDATE
 *	of a locked area.
 */
int do_msync(struct mm_struct *mm, unsigned long start, size_t len, int flags);

/**
 * do_mincore() - which pages of a range are in memory
 * @mm: the address space
 * @start: user address, page-aligned
 * @nr: pages
 * @vec: kernel memory, @nr bytes, bit 0 set for a page that is
 *
 * Context: May sleep.
 * Locks: mmap_lock held for read.
 * Return: 0; -EINVAL unaligned; -ENOMEM a hole, or outside the user half.
 */
int do_mincore(struct mm_struct *mm, unsigned long start, size_t nr,
	       unsigned char *vec);

/**
 * vm_mmap() - do_mmap() with the lock taken
 * @mm: the address space
 * @req: as for do_mmap()
 *
 * Context: May sleep.
 * Locks: takes mmap_lock for write.
 * Return: as do_mmap().
 */
unsigned long vm_mmap(struct mm_struct *mm, const struct mmap_request *req);

/**
 * vm_munmap() - do_munmap() with the lock taken
 * @mm: the address space
 * @start: user address, page-aligned
 * @len: bytes
 *
 * Context: May sleep.
 * Locks: takes mmap_lock for write.
 * Return: as do_munmap().
 */
int vm_munmap(struct mm_struct *mm, unsigned long start, size_t len);

/**
 * get_unmapped_area() - find room for a mapping
 * @mm: the address space
 * @addr: hint, or 0; the place itself with MAP_FIXED
 * @len: bytes, page-aligned
 * @flags: MAP_FIXED or 0
 *
 * The hint where it is free, else the highest room below mmap_base, else
 * the highest anywhere; a stack's guard gap counts as used.
 *
 * Context: Any context.
 * Locks: mmap_lock held.
 * Return: the address, or as a negative number -ENOMEM, -EINVAL (unaligned),
 *	-EPERM (below TASK_SIZE_MIN).
 */
unsigned long get_unmapped_area(struct mm_struct *mm, unsigned long addr,
				unsigned long len, unsigned long flags);

/**
 * vm_get_page_prot() - the rights of an area in the machine's format
 * @vm_flags: VM_READ, VM_WRITE, VM_EXEC
 *
 * Never writable by itself; whoever may write asks pte_mkwrite().
 *
 * Context: Any context.
 * Return: the rights.
 */
static inline pgprot_t vm_get_page_prot(unsigned long vm_flags)
{
	return pgprot_user(vm_flags & VM_ACCESS_FLAGS, vm_flags & VM_EXEC);
}

/**
 * vm_drain() - give the page tables that are kept for later back
 *
 * Context: Any context.
 */
void vm_drain(void);

/* ---- Looking at it ------------------------------------------------------- */

/**
 * pgtable_walk_begin() - read page tables without a lock from here
 *
 * Until pgtable_walk_end() no table page that is found goes away. The reader
 * must not sleep; interrupts are off.
 *
 * Context: Any context.
 * Return: state for pgtable_walk_end().
 * Pairs with: pgtable_walk_end().
 */
unsigned long pgtable_walk_begin(void);

/**
 * pgtable_walk_end() - done reading page tables without a lock
 * @state: what pgtable_walk_begin() returned
 *
 * Context: Any context.
 */
void pgtable_walk_end(unsigned long state);

/**
 * pgtable_walk() - find the entry for a user address
 * @mm: the address space
 * @addr: user address
 *
 * What a machine whose MMU is software uses, too.
 *
 * Context: Any context.
 * Locks: mm->page_table_lock, or between pgtable_walk_begin() and _end(), or
 *	the lock under which arch_flush_tlb_range() works.
 * Return: the entry of level 0, or NULL where there is no table.
 */
pte_t *pgtable_walk(struct mm_struct *mm, unsigned long addr);

/**
 * mm_walk() - call a function for every present entry
 * @mm: the address space
 * @start: user address
 * @end: exclusive
 * @fn: gets the address and the entry; not 0 stops the walk
 * @arg: handed to @fn
 *
 * Context: Any context.
 * Locks: takes mm->page_table_lock, under which @fn runs.
 * Return: what @fn returned last, 0 if never called.
 */
int mm_walk(struct mm_struct *mm, unsigned long start, unsigned long end,
	    int (*fn)(unsigned long addr, pte_t pte, void *arg), void *arg);

/**
 * mm_check() - verify everything that is promised of an address space
 * @mm: the address space
 *
 * Order and overlap of the areas, the counts kept in @mm, every entry against
 * its area, every page's counts. Each fault found is reported.
 *
 * Context: May sleep.
 * Locks: mmap_lock held; nobody faults meanwhile.
 * Return: number of faults found, 0 if all is well.
 */
int mm_check(struct mm_struct *mm);

/* ---- User pages for the kernel and for devices ---------------------------- */

#define FOLL_WRITE		0x0001u	/* the page will be written */
#define FOLL_GET		0x0002u	/* take a reference */
#define FOLL_FORCE		0x0010u	/* rights that mprotect could give do */
#define FOLL_NOFAULT		0x0080u	/* only what is present already */
#define FOLL_LONGTERM		0x10000u	/* with FOLL_PIN: for long */
#define FOLL_PIN		0x40000u	/* set by the pin_ calls only */

/**
 * get_user_pages() - take references to the pages behind user memory
 * @start: user address of the current task, any byte of the first page
 * @nr: pages
 * @flags: FOLL_WRITE, FOLL_FORCE, FOLL_NOFAULT
 * @pages: gets @nr pages; NULL: only fault them in
 *
 * Each page is made present as if the program had touched it. The caller
 * dirties what it wrote and puts every page. The pages stay valid after
 * munmap, fork and copy-on-write; the mapping may stop pointing at them.
 *
 * Context: User context only. May sleep.
 * Locks: mmap_lock held for read.
 * Return: pages obtained, if any; else -EFAULT no area, no right, an area of
 *	a device, or (FOLL_NOFAULT) not present; -ENOMEM; -EINVAL FOLL_PIN or
 *	FOLL_LONGTERM given.
 * Pairs with: put_page().
 */
long get_user_pages(unsigned long start, unsigned long nr, unsigned int flags,
		    struct page **pages);

/**
 * get_user_pages_remote() - get_user_pages() of another address space
 * @mm: the address space
 * @start: user address there
 * @nr: pages
 * @flags: as for get_user_pages()
 * @pages: as for get_user_pages()
 * @locked: always 1 on return if not NULL: the lock is not let go
 *
 * Context: May sleep.
 * Locks: mm->mmap_lock held for read.
 * Return: as get_user_pages().
 * Pairs with: put_page().
 */
long get_user_pages_remote(struct mm_struct *mm, unsigned long start,
			   unsigned long nr, unsigned int flags,
			   struct page **pages, int *locked);

/**
 * get_user_pages_fast() - get_user_pages() without the lock where possible
 * @start: user address of the current task
 * @nr: pages, above 0
 * @flags: as for get_user_pages()
 * @pages: gets the pages
 *
 * Pages that are present with the right are taken by reading the page tables
 * with interrupts off; the rest go the slow way.
 *
 * Context: User context only. May sleep.
 * Locks: mmap_lock not held.
 * Return: as get_user_pages(); -EFAULT for a range outside the user half.
 * Pairs with: put_page().
 */
int get_user_pages_fast(unsigned long start, int nr, unsigned int flags,
			struct page **pages);

/**
 * pin_user_pages() - pin the pages behind user memory for a device
 * @start: user address of the current task
 * @nr: pages
 * @flags: as for get_user_pages(), and FOLL_LONGTERM
 * @pages: gets the pages; not NULL
 *
 * A pin is more than a reference: fork copies a pinned page for the child, and
 * a private page that others share is copied before it is pinned, so that the
 * program and the device keep meaning the same page.
 *
 * Context: User context only. May sleep.
 * Locks: mmap_lock held for read.
 * Return: as get_user_pages(); -EINVAL FOLL_GET given or @pages NULL.
 * Pairs with: unpin_user_page().
 */
long pin_user_pages(unsigned long start, unsigned long nr, unsigned int flags,
		    struct page **pages);

/**
 * pin_user_pages_remote() - pin_user_pages() of another address space
 * @mm: the address space
 * @start: user address there
 * @nr: pages
 * @flags: as for pin_user_pages()
 * @pages: gets the pages
 * @locked: as for get_user_pages_remote()
 *
 * Context: May sleep.
 * Locks: mm->mmap_lock held for read.
 * Return: as pin_user_pages().
 * Pairs with: unpin_user_page().
 */
long pin_user_pages_remote(struct mm_struct *mm, unsigned long start,
			   unsigned long nr, unsigned int flags,
			   struct page **pages, int *locked);

/**
 * pin_user_pages_fast() - pin_user_pages() without the lock where possible
 * @start: user address of the current task
 * @nr: pages, above 0
 * @flags: as for pin_user_pages()
 * @pages: gets the pages
 *
 * Context: User context only. May sleep.
 * Locks: mmap_lock not held.
 * Return: as pin_user_pages().
 * Pairs with: unpin_user_page().
 */
int pin_user_pages_fast(unsigned long start, int nr, unsigned int flags,
			struct page **pages);

/**
 * unpin_user_page() - let go of one pin
 * @page: from a pin_ call; a page without a pin is reported and left alone
 *
 * Context: Any context.
 */
void unpin_user_page(struct page *page);

/**
 * unpin_user_pages() - let go of pins
 * @pages: from a pin_ call
 * @nr: pages
 *
 * Context: Any context.
 */
void unpin_user_pages(struct page **pages, unsigned long nr);

/**
 * unpin_user_pages_dirty_lock() - let go of pins of pages that were written
 * @pages: from a pin_ call
 * @nr: pages
 * @make_dirty: mark each dirty first
 *
 * Context: May sleep.
 */
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long nr,
				 bool make_dirty);

/**
 * set_page_dirty() - say that a page was written
 * @page: referenced by the caller
 *
 * Context: Process context; may hold a spinlock.
 * Return: 1 if it was clean before, else 0.
 */
int set_page_dirty(struct page *page);

/**
 * set_page_dirty_lock() - set_page_dirty() under the page lock
 * @page: referenced by the caller, not locked by it
 *
 * For callers that do not otherwise know that the page stays in its file.
 *
 * Context: May sleep.
 * Return: 1 if it was clean before, else 0.
 */
int set_page_dirty_lock(struct page *page);

/**
 * access_process_vm() - copy between kernel memory and an address space
 * @mm: the address space
 * @addr: user address there
 * @buf: kernel memory
 * @len: bytes
 * @flags: FOLL_WRITE to write there, FOLL_FORCE
 *
 * The pinned path: page by page get_user_pages, kmap_local, memcpy.
 *
 * Context: May sleep.
 * Locks: takes mm->mmap_lock for read.
 * Return: bytes copied, less than @len where a page could not be had.
 */
int access_process_vm(struct mm_struct *mm, unsigned long addr, void *buf,
		      int len, unsigned int flags);

static inline void mmap_read_lock(struct mm_struct *mm)
{
	down_read(&mm->mmap_lock);
}

/* -EINTR: a signal that ends the program came first. */
static inline __must_check int mmap_read_lock_killable(struct mm_struct *mm)
{
	return down_read_killable(&mm->mmap_lock);
}

static inline bool mmap_read_trylock(struct mm_struct *mm)
{
	return down_read_trylock(&mm->mmap_lock);
}

static inline void mmap_read_unlock(struct mm_struct *mm)
{
	up_read(&mm->mmap_lock);
}

static inline void mmap_write_lock(struct mm_struct *mm)
{
	down_write(&mm->mmap_lock);
}

static inline __must_check int mmap_write_lock_killable(struct mm_struct *mm)
{
	return down_write_killable(&mm->mmap_lock);
}

static inline void mmap_write_unlock(struct mm_struct *mm)
{
	up_write(&mm->mmap_lock);
}

/* In a driver some of the above are watched. */
#include <octavo/driver_pages.h>

#endif
